package clda.demo;

import clda.effects.EffectClass;
import clda.store.jpa.JpaStore;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Money;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks orders up in the database. */
@DemoBean
public class Orders {

    private final JpaStore store;

    @Inject
    public Orders(JpaStore store) {
        this.store = store;
    }

    /** @param found whether there is such an order; without one everything else is absent */
    public record Order(
            boolean found,
            String orderNumber,
            @Nullable String status,
            @Nullable String customer,
            @Nullable @Money(Refunds.CURRENCY) BigDecimal total,
            @Nullable String placedOn,
            @Nullable String carrier,
            @Nullable String tracking,
            @Nullable String arrivesOn) {}

    @AgentTool(
            value = "Looks up an order by its number: status, total, carrier and expected arrival.",
            effect = EffectClass.READ)
    public Order findOrder(
            @Param("the order number, for example A-1001") @NotBlank @Pattern(regexp = "[A-Z]-[0-9]{3,6}")
                    String orderNumber) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select status, customer, total, placed_on, carrier, tracking, arrives_on from demo_order where order_number = ?1")
                .setParameter(1, orderNumber)
                .getResultList());
        if (rows.isEmpty()) {
            return new Order(false, orderNumber, null, null, null, null, null, null, null);
        }
        Object[] row = (Object[]) rows.getFirst();
        return new Order(
                true,
                orderNumber,
                (String) row[0],
                (String) row[1],
                money(row[2]),
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6]);
    }

    /** One store keeps the zeros behind the point, the other does not. */
    private static BigDecimal money(Object amount) {
        return new BigDecimal(amount.toString()).setScale(2, RoundingMode.HALF_UP);
    }
}
