package clda.demo;

import static clda.demo.Slots.LAST_MONTH;
import static clda.demo.Slots.THIS_MONTH;
import static clda.demo.Slots.choices;
import static clda.demo.Slots.failed;
import static clda.demo.Slots.object;
import static clda.demo.Slots.text;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The skill that prepares a monthly statement in the background. */
final class PrepareStatement implements Skill {

    private static final List<Naming> ACTS = List.of(
            Naming.act(
                    "\\b(?:prepare|make|create|generate|run|draw up|produce|compile|start|begin|get|give|(?<=mind )preparing|statement|monthly|account)\\b"),
            Naming.act("准备|制作|生成|出具|出|开具|做|整理|编制|对账单|结算单|月结单|账单"));

    private final Clock clock;
    private final ZoneId zone;

    PrepareStatement(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public IntentDefinition intent() {
        SlotFinder month = SlotFinder.listing(text -> {
            YearMonth now = YearMonth.now(clock.withZone(zone));
            List<Find> found = new ArrayList<>(MonthWords.months(text, now));
            found.addAll(choices(
                    text,
                    new Slots.Choice(now.minusMonths(1).toString(), LAST_MONTH),
                    new Slots.Choice(now.toString(), THIS_MONTH)));
            return found;
        });
        return new IntentDefinition(
                "prepare_statement",
                List.of(cue(".*\\bstatement\\b.*"), cue(".*(对账单|结算单|月结单).*")),
                List.of(new SlotDefinition("month", true, false, month)),
                ACTS);
    }

    @Override
    public String name(Language language) {
        return language.choose("the statement", "对账单");
    }

    @Override
    public String summary(Language language) {
        return language.choose(
                "prepare a statement in the background (\"prepare last month's statement\")", "在后台准备对账单（“准备上个月的对账单”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose("For which month? For example 2026-01.", "哪个月？例如 2026-01。");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("month", value(slots, "month", ""));
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return failed(code, arguments, language);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String month = arguments.path("month").asText();
        if (result.has("taskId")) {
            return language.choose(
                    "I am preparing the statement of " + month
                            + ". It takes some minutes; I will tell you here when it is done, you need not wait.",
                    "正在准备 " + month + " 的对账单，需要几分钟；完成后我会在这里告诉您，不必等待。");
        }
        String total = result.path("total").decimalValue().setScale(2).toPlainString();
        StringBuilder lines = new StringBuilder();
        for (JsonNode line : result.path("lines")) {
            lines.append("\n- ")
                    .append(line.path("region").asText())
                    .append(": ")
                    .append(line.path("amount").decimalValue().setScale(2).toPlainString());
        }
        return language.choose(
                "The statement of " + month + " comes to **" + total + "**:\n" + lines,
                month + " 的对账单合计 **" + total + "**：\n" + lines);
    }
}
