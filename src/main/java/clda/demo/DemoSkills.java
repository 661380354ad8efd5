package clda.demo;

import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import clda.skills.Skill;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** The skills of the sample business for the built-in understanding, in English and Chinese. */
public final class DemoSkills {

    private DemoSkills() {}

    /** @param zone the time zone in which users name months */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        return List.of(
                new FindOrder(),
                new SalesReport(clock, zone),
                new SendEmail(),
                new RefundOrder(),
                new CreateTicket(),
                new CloseTicket(),
                new HandOver(),
                new PrepareStatement(clock, zone),
                new ReadMail());
    }

    /** Example sentences for these skills. */
    public static TrainingData examples() {
        return TrainingYaml.resources(DemoSkills.class, "examples-en.yml", "examples-zh.yml");
    }
}
