package clda.demo;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.training.DomainYaml;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import clda.skills.DomainSkills;
import clda.skills.Skill;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The skills of the sample business for the built-in understanding, in English and Chinese: the forms of {@code domain.yml}, and
 * in Java what a form cannot say.
 */
public final class DemoSkills {

    private DemoSkills() {}

    /** @param zone the time zone in which users name months who have none of their own */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        return DomainSkills.of(DomainYaml.resource(DemoSkills.class, "domain.yml"), finders(clock, zone)).stream()
                .map(DemoSkills::withItsJava)
                .toList();
    }

    private static Skill withItsJava(Skill form) {
        return switch (form.intent().name()) {
            case "send_email" -> new MailText(form);
            case "sales_report" -> new SalesFigures(form);
            default -> form;
        };
    }

    /** By the names that {@code domain.yml} uses. */
    static Map<String, SlotFinder> finders(Clock clock, ZoneId zone) {
        Periods periods = new Periods(clock, zone);
        return Map.ofEntries(
                Map.entry("order_number", Numbers.ORDERS),
                Map.entry("ticket_number", Numbers.TICKETS),
                Map.entry("refund_amount", new RefundAmounts()),
                Map.entry("month", SlotFinder.listing(periods::months)),
                Map.entry("period", SlotFinder.listing(periods::periods)));
    }

    /** Example sentences for these skills. */
    public static TrainingData examples() {
        return TrainingYaml.resources(DemoSkills.class, "examples-en.yml", "examples-zh.yml");
    }
}
