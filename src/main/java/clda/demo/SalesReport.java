package clda.demo;

import static clda.demo.Slots.LAST_MONTH;
import static clda.demo.Slots.THIS_MONTH;
import static clda.demo.Slots.choices;
import static clda.demo.Slots.find;
import static clda.demo.Slots.object;
import static clda.demo.Slots.oneOf;
import static clda.demo.Slots.text;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The skill that reports the sales of a period by month, region or product. */
final class SalesReport implements Skill {

    private static final Slots.Choice[] PERIODS = {
        new Slots.Choice("last_month", LAST_MONTH),
        new Slots.Choice("this_month", THIS_MONTH),
        new Slots.Choice("last_quarter", cue("(?<!before )\\b(?:last|previous) quarter|(?<!上个?)上个?季度")),
        new Slots.Choice("this_quarter", cue("\\b(?:this|current) quarter|这个?季度|本季度")),
        new Slots.Choice("this_year", cue("\\b(?:this|current) year|\\byear to date|今年|本年")),
        new Slots.Choice("last_year", cue("(?<!before )\\b(?:last|previous) year|去年|(?<!上)上一年"))
    };

    private final Clock clock;
    private final ZoneId zone;

    SalesReport(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    private List<Find> periods(String text) {
        YearMonth now = YearMonth.now(clock.withZone(zone));
        List<Find> found = new ArrayList<>(PartsOfYears.in(text, now));
        // The year of a quarter is not a separate period.
        String rest = without(text, found);
        found.addAll(choices(rest, PERIODS));
        found.addAll(MonthWords.monthsAndYears(rest, now));
        found.sort(Comparator.comparingInt(find -> find.spans().getFirst().start()));
        return found;
    }

    private static String without(String text, List<Find> found) {
        StringBuilder rest = new StringBuilder(text);
        found.stream()
                .flatMap(find -> find.spans().stream())
                .forEach(span -> rest.replace(span.start(), span.end(), "#".repeat(span.end() - span.start())));
        return rest.toString();
    }

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "sales_report",
                List.of(
                        cue("\\b(sales|revenue|turnover)\\b.*"),
                        cue("(show|give|get).*\\b(sales|revenue)\\b.*"),
                        cue(".*(销售额|销售|营收|营业额|业绩).*")),
                List.of(
                        new SlotDefinition("period", true, false, SlotFinder.listing(this::periods)),
                        new SlotDefinition(
                                "groupBy",
                                false,
                                false,
                                oneOf(
                                        new Slots.Choice("region", cue("\\b(?:region|area)|地区|区域|大区")),
                                        new Slots.Choice("product", cue("\\b(?:product|item)|产品|商品|品类")),
                                        new Slots.Choice(
                                                "month",
                                                cue(
                                                        "\\bby month|\\bper month|\\bgrouped by month|\\bmonthly|\\b(?:each|every) month|按月|每个?月"))))));
    }

    @Override
    public String name(Language language) {
        return language.choose("the sales report", "销售报表");
    }

    @Override
    public String summary(Language language) {
        return language.choose("report sales (\"show last month's sales by region\")", "查看销售报表（“按地区看上个月的销售额”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose(
                "For which period: this month, last month, this or last quarter, this or last year, or which month or year?",
                "要看哪个时间段：本月、上个月、本季度、上季度、今年、去年，还是哪个月、哪一年？");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("period", value(slots, "period", "last_month"))
                .put("groupBy", value(slots, "groupBy", "region"));
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String from = result.path("from").asText();
        String to = result.path("to").asText();
        BigDecimal total = result.path("total").decimalValue().setScale(2);
        JsonNode rows = result.path("rows");
        if (rows.isEmpty()) {
            return language.choose(
                    "There were no sales from " + from + " to " + to + ".", from + " 至 " + to + " 没有销售。");
        }
        JsonNode best = rows.get(0);
        for (JsonNode row : rows) {
            if (row.path("amount").decimalValue().compareTo(best.path("amount").decimalValue()) > 0) {
                best = row;
            }
        }
        String name = best.path("group").asText();
        NumberFormat money = NumberFormat.getCurrencyInstance(language == Language.zh ? Locale.CHINA : Locale.US);
        money.setCurrency(Currency.getInstance(result.path("currency").asText()));
        String max = money.format(best.path("amount").decimalValue());
        return language.choose(
                "Sales from " + from + " to " + to + " came to **" + money.format(total) + "**; the most, " + max
                        + ", in " + name + ".",
                from + " 至 " + to + " 的销售额共 **" + money.format(total) + "**，其中最多的是 " + name + "（" + max + "）。");
    }
}
