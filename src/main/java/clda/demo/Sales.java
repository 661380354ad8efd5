package clda.demo;

import clda.effects.EffectClass;
import clda.json.Worded;
import clda.security.Zones;
import clda.store.jpa.JpaStore;
import clda.tools.Chart;
import clda.tools.ToolContext;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Money;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;

/** Adds up sales from the database. */
@DemoBean
public class Sales {

    public enum GroupBy implements Worded {
        REGION,
        PRODUCT,
        MONTH
    }

    /** Sums in the order of their amounts, for a table and a chart. */
    public record Report(
            String from,
            String to,
            GroupBy groupBy,
            List<Row> rows,
            @Money BigDecimal total,
            String currency,
            Chart chart) {}

    public record Row(String group, long units, @Money BigDecimal amount) {}

    private static final String PERIODS =
            "this_month|last_month|this_quarter|last_quarter|this_year|last_year|20[0-9]{2}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?";

    private record Months(YearMonth first, YearMonth last) {}

    private final JpaStore store;
    private final Clock clock;
    private final Zones zones;

    @Inject
    public Sales(JpaStore store, Clock clock, Zones zones) {
        this.store = store;
        this.clock = clock;
        this.zones = zones;
    }

    @AgentTool(
            value =
                    "Adds up sales of a period by region, product or month. The person sees the rows as a table and a chart.",
            effect = EffectClass.READ)
    public Report salesReport(
            @Param(
                            "the period to report: one of these words, a month as 2026-01, a quarter as 2026-Q1, half a year as 2026-H1, or a year as 2026")
                    @NotNull
                    @Pattern(regexp = PERIODS)
                    String period,
            @Param("what to add up by") @NotNull GroupBy groupBy,
            ToolContext context) {
        Months months = months(period, zones.of(context.caller()));
        List<?> sums = store.read(entities -> entities.createNativeQuery("select " + groupBy.word()
                        + " as grp, sum(units), sum(amount) from demo_sale where month between ?1 and ?2"
                        + " group by " + groupBy.word() + " order by "
                        + (groupBy == GroupBy.MONTH ? "1" : "3 desc"))
                .setParameter(1, months.first().toString())
                .setParameter(2, months.last().toString())
                .getResultList());
        List<Row> rows = sums.stream()
                .map(Object[].class::cast)
                .map(sum -> new Row((String) sum[0], ((Number) sum[1]).longValue(), money(sum[2])))
                .toList();
        return new Report(
                months.first().atDay(1).toString(),
                months.last().atEndOfMonth().toString(),
                groupBy,
                rows,
                rows.stream().map(Row::amount).reduce(money("0"), BigDecimal::add),
                Refunds.CURRENCY,
                new Chart(groupBy == GroupBy.MONTH ? Chart.Kind.LINE : Chart.Kind.BAR, "group", "amount"));
    }

    /** @param zone in which this month is the present one */
    private Months months(String period, ZoneId zone) {
        YearMonth now = YearMonth.now(clock.withZone(zone));
        YearMonth quarter = now.minusMonths((now.getMonthValue() - 1) % 3);
        return switch (period) {
            case "this_month" -> new Months(now, now);
            case "last_month" -> new Months(now.minusMonths(1), now.minusMonths(1));
            case "this_quarter" -> new Months(quarter, now);
            case "last_quarter" -> new Months(quarter.minusMonths(3), quarter.minusMonths(1));
            case "this_year" -> new Months(now.withMonth(1), now);
            case "last_year" ->
                new Months(now.minusYears(1).withMonth(1), now.minusYears(1).withMonth(12));
            default -> named(period);
        };
    }

    private static Months named(String period) {
        YearMonth january = YearMonth.of(Integer.parseInt(period.substring(0, 4)), 1);
        if (period.length() == 4) {
            return new Months(january, january.withMonth(12));
        }
        int months =
                switch (period.charAt(5)) {
                    case 'Q' -> 3;
                    case 'H' -> 6;
                    default -> 1;
                };
        int number = Integer.parseInt(period.substring(months == 1 ? 5 : 6));
        YearMonth first = january.plusMonths((number - 1L) * months);
        return new Months(first, first.plusMonths(months - 1L));
    }

    private static BigDecimal money(Object amount) {
        return new BigDecimal(amount.toString()).setScale(2, java.math.RoundingMode.HALF_UP);
    }
}
