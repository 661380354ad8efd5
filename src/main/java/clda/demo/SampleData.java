package clda.demo;

import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same orders and sales on every machine; sales go from 2024 to the present month. */
public final class SampleData {

    private static final YearMonth FIRST_MONTH = YearMonth.of(2024, 1);
    private static final List<String> REGIONS = List.of("North", "South", "East", "West");
    private static final List<String> PRODUCTS = List.of("Desk", "Chair", "Lamp");

    private SampleData() {}

    /** Adds what is missing. */
    public static void fill(JpaStore store, Clock clock) {
        YearMonth now = YearMonth.from(LocalDate.now(clock));
        Number orders = count(store, "select count(*) from demo_order");
        Number upToDate = count(store, "select count(*) from demo_sale where month = '" + now + "'");
        if (orders.intValue() > 0 && upToDate.intValue() > 0) {
            return;
        }
        store.write((JpaWrite) entities -> {
            order(entities, "A-1001", "shipped", "Alice Meyer", "249.90", "2026-01-12", "DHL", "JD0146", "2026-01-16");
            order(entities, "A-1002", "processing", "Bob Keller", "89.00", "2026-01-14", null, null, "2026-01-20");
            order(entities, "A-1003", "delivered", "王芳", "1299.00", "2026-01-03", "SF Express", "SF1203", null);
            order(entities, "A-1004", "cancelled", "李强", "35.50", "2026-01-08", null, null, null);
            order(entities, "A-1005", "delivered", "Carol Jones", "480.00", "2025-12-28", "UPS", "1Z9984", null);
            for (YearMonth month = FIRST_MONTH; !month.isAfter(now); month = month.plusMonths(1)) {
                sales(entities, month);
            }
        });
    }

    private static Number count(JpaStore store, String sql) {
        return store.read(entities -> (Number) entities.createNativeQuery(sql).getSingleResult());
    }

    private static void order(
            EntityManager entities,
            String number,
            String status,
            String customer,
            String total,
            String placedOn,
            @Nullable String carrier,
            @Nullable String tracking,
            @Nullable String arrivesOn) {
        entities.createNativeQuery(
                        "insert into demo_order (order_number, status, customer, total, placed_on, carrier, tracking, arrives_on)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict do nothing")
                .setParameter(1, number)
                .setParameter(2, status)
                .setParameter(3, customer)
                .setParameter(4, new BigDecimal(total))
                .setParameter(5, placedOn)
                .setParameter(6, carrier)
                .setParameter(7, tracking)
                .setParameter(8, arrivesOn)
                .executeUpdate();
    }

    private static void sales(EntityManager entities, YearMonth month) {
        for (int region = 0; region < REGIONS.size(); region++) {
            for (int product = 0; product < PRODUCTS.size(); product++) {
                int units = 20 + (month.getMonthValue() * 7 + region * 13 + product * 17 + month.getYear()) % 41;
                BigDecimal price = BigDecimal.valueOf(4_990L * (3 - product), 2);
                entities.createNativeQuery(
                                "insert into demo_sale (month, region, product, units, amount) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
                        .setParameter(1, month.toString())
                        .setParameter(2, REGIONS.get(region))
                        .setParameter(3, PRODUCTS.get(product))
                        .setParameter(4, units)
                        .setParameter(5, price.multiply(BigDecimal.valueOf(units)))
                        .executeUpdate();
            }
        }
    }
}
