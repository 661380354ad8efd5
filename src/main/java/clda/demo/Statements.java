package clda.demo;

import clda.conversation.DigitalSource;
import clda.effects.EffectClass;
import clda.store.jpa.JpaStore;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Money;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Prepares monthly statements, slowly, as a business system does: region by region. */
@DemoBean
public class Statements {

    /** The duration of each step. */
    public record Pace(Duration step) {}

    public record Line(String region, long units, @Money BigDecimal amount) {}

    /** With the mark that it was generated ({@link DigitalSource}). */
    public record Statement(
            String month,
            List<Line> lines,
            @Money BigDecimal total,
            String currency,
            String generatedBy,
            String digitalSourceType) {}

    private static final int STEPS = 20;

    private final JpaStore store;
    private final Pace pace;

    @Inject
    public Statements(JpaStore store, Pace pace) {
        this.store = store;
        this.pace = pace;
    }

    @AgentTool(
            value =
                    "Prepares the statement of a month. Takes minutes; the result is posted to the conversation when it is ready, so do not wait for it.",
            effect = EffectClass.READ,
            background = true,
            timeoutSeconds = 1800)
    public Statement prepareStatement(
            @Param("the month, for example 2026-01") @NotBlank @Pattern(regexp = "20[0-9]{2}-(0[1-9]|1[0-2])")
                    String month,
            ToolContext context) {
        List<?> sums = store.read(entities -> entities.createNativeQuery("select region, sum(units), sum(amount)"
                        + " from demo_sale where month = ?1 group by region order by region")
                .setParameter(1, month)
                .getResultList());
        if (sums.isEmpty()) {
            throw new ToolFailure("no_sales", "There are no sales in " + month + ".");
        }
        List<Line> lines = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            work();
            if (step * sums.size() / STEPS > lines.size()) {
                Object[] sum = (Object[]) sums.get(lines.size());
                lines.add(new Line((String) sum[0], ((Number) sum[1]).longValue(), money(sum[2])));
            }
            context.progress()
                    .at(
                            step * 100 / STEPS,
                            lines.isEmpty() ? null : lines.getLast().region());
        }
        BigDecimal total = lines.stream().map(Line::amount).reduce(money("0"), BigDecimal::add);
        return new Statement(month, lines, total, Refunds.CURRENCY, "ai", DigitalSource.RULES.uri());
    }

    private void work() {
        try {
            Thread.sleep(pace.step());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailure("cancelled", "It was stopped.");
        }
    }

    private static BigDecimal money(Object amount) {
        return new BigDecimal(amount.toString()).setScale(2, RoundingMode.HALF_UP);
    }
}
