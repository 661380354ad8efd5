package clda.demo;

import clda.effects.EffectClass;
import clda.store.jpa.JpaStore;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Adds up sales from the database. */
@DemoTools
public class Sales {

    public enum Period {
        this_month,
        last_month,
        last_quarter,
        this_year,
        last_year
    }

    public enum GroupBy {
        region,
        product,
        month
    }

    /** Sums in the order of their amounts, for a table and a chart. */
    public record Report(String from, String to, GroupBy groupBy, List<Row> rows, BigDecimal total, String currency) {}

    public record Row(String group, long units, BigDecimal amount) {}

    private record Months(YearMonth first, YearMonth last) {}

    private final JpaStore store;
    private final Clock clock;

    @Inject
    public Sales(JpaStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @AgentTool(
            value =
                    "Adds up sales of a period by region, product or month. The person sees the rows as a table and a chart.",
            effect = EffectClass.READ)
    public Report salesReport(
            @Param("the period to report") @NotNull Period period,
            @Param("what to add up by") @NotNull GroupBy groupBy) {
        Months months = months(period);
        List<?> sums = store.read(entities -> entities.createNativeQuery("select " + groupBy.name()
                        + " as grp, sum(units), sum(amount) from demo_sale where month between ?1 and ?2"
                        + " group by " + groupBy.name() + " order by "
                        + (groupBy == GroupBy.month ? "1" : "3 desc"))
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
                "EUR");
    }

    private Months months(Period period) {
        YearMonth now = YearMonth.from(LocalDate.now(clock));
        return switch (period) {
            case this_month -> new Months(now, now);
            case last_month -> new Months(now.minusMonths(1), now.minusMonths(1));
            case last_quarter -> {
                YearMonth first = now.minusMonths((now.getMonthValue() - 1) % 3 + 3L);
                yield new Months(first, first.plusMonths(2));
            }
            case this_year -> new Months(now.withMonth(1), now);
            case last_year ->
                new Months(now.minusYears(1).withMonth(1), now.minusYears(1).withMonth(12));
        };
    }

    private static BigDecimal money(Object amount) {
        return new BigDecimal(amount.toString()).setScale(2, java.math.RoundingMode.HALF_UP);
    }
}
