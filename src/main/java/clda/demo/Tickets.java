package clda.demo;

import clda.effects.EffectClass;
import clda.json.Worded;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Each user's support tickets; opening or closing one and recording it happen in one transaction. */
@DemoBean
public class Tickets {

    private static final int MAX_LISTED = 50;

    public enum Priority implements Worded {
        LOW,
        NORMAL,
        HIGH
    }

    public record Ticket(String ticketNumber, String title, Priority priority) {}

    private final JpaStore store;
    private final KeyRing keyRing;
    private final Clock clock;

    @Inject
    public Tickets(JpaStore store, KeyRing keyRing, Clock clock) {
        this.store = store;
        this.keyRing = keyRing;
        this.clock = clock;
    }

    public record Closed(String ticketNumber) {}

    /** @param openedAt in UTC, to the second */
    public record Open(String ticketNumber, String title, Priority priority, String openedAt) {}

    public record Listed(List<Open> tickets) {}

    @AgentTool(value = "Lists the person's open tickets, the newest first.", effect = EffectClass.READ)
    public Listed listTickets(ToolContext context) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select ticket_number, title, priority, opened_at, untrusted from demo_ticket where tenant = ?1"
                                + " and opened_by = ?2 and closed_at is null order by ticket_number desc")
                .setParameter(1, context.caller().tenant())
                .setParameter(2, context.caller().user())
                .setMaxResults(MAX_LISTED)
                .getResultList());
        return new Listed(rows.stream()
                .map(Object[].class::cast)
                .map(row -> open(row, context))
                .toList());
    }

    private Open open(Object[] row, ToolContext context) {
        int number = ((Number) row[0]).intValue();
        if (row[4] instanceof Boolean flag ? flag : ((Number) row[4]).intValue() != 0) {
            context.foreign().isInTheResult();
        }
        return new Open(
                "T-" + number,
                title(number, (byte[]) row[1], context.caller()),
                Worded.of(Priority.class, (String) row[2]),
                Instant.ofEpochMilli(((Number) row[3]).longValue())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
    }

    private String title(int number, byte[] sealed, Caller caller) {
        byte[] title;
        try {
            title = keyRing.shared().open(sealed, place(number, caller));
        } catch (KeyRing.Damaged e) {
            // Sealed before tickets had an owner.
            title = keyRing.shared().open(sealed, ("demo_ticket|" + number).getBytes(StandardCharsets.UTF_8));
        }
        return new String(title, StandardCharsets.UTF_8);
    }

    private static byte[] place(int number, Caller caller) {
        return ("demo_ticket|" + number + "|" + caller.tenant() + "|" + caller.user()).getBytes(StandardCharsets.UTF_8);
    }

    @AgentTool(value = "Closes a ticket of the support team.", effect = EffectClass.LOCAL_TX, check = "checkOpen")
    public Closed closeTicket(
            @Param("the number, for example T-12") @NotBlank @Pattern(regexp = "T-[0-9]{1,9}") String ticketNumber,
            ToolContext context) {
        int closed = store.inTransaction(entities -> entities.createNativeQuery(
                        "update demo_ticket set closed_at = ?1 where ticket_number = ?2 and opened_by = ?3"
                                + " and tenant = ?4 and closed_at is null")
                .setParameter(1, clock.millis())
                .setParameter(2, Integer.parseInt(ticketNumber.substring(2)))
                .setParameter(3, context.caller().user())
                .setParameter(4, context.caller().tenant())
                .executeUpdate());
        if (closed == 0) {
            throw noOpenTicket(ticketNumber);
        }
        return new Closed(ticketNumber);
    }

    /** Has the parameters of {@link #closeTicket}. */
    void checkOpen(String ticketNumber, ToolContext context) {
        List<?> open =
                store.read(entities -> entities.createNativeQuery("select 1 from demo_ticket where ticket_number = ?1"
                                + " and opened_by = ?2 and tenant = ?3 and closed_at is null")
                        .setParameter(1, Integer.parseInt(ticketNumber.substring(2)))
                        .setParameter(2, context.caller().user())
                        .setParameter(3, context.caller().tenant())
                        .getResultList());
        if (open.isEmpty()) {
            throw noOpenTicket(ticketNumber);
        }
    }

    private static ToolFailure noOpenTicket(String ticketNumber) {
        return new ToolFailure("no_open_ticket", "You have no open ticket " + ticketNumber + ".");
    }

    @AgentTool(value = "Opens a ticket for the support team.", effect = EffectClass.LOCAL_TX, undo = "close_ticket")
    public Ticket createTicket(
            @Param("what it is about, in a few words") @NotBlank @Size(max = 500) String title,
            @Param("how urgent it is") @NotNull Priority priority,
            ToolContext context) {
        int number = store.inTransaction(entities -> {
            Number last = (Number) entities.createNativeQuery("select coalesce(max(ticket_number), 0) from demo_ticket")
                    .getSingleResult();
            int next = last.intValue() + 1;
            entities.createNativeQuery(
                            "insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at, tenant, untrusted)"
                                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                    .setParameter(1, next)
                    .setParameter(2, context.caller().user())
                    .setParameter(
                            3,
                            keyRing.shared()
                                    .seal(title.getBytes(StandardCharsets.UTF_8), place(next, context.caller())))
                    .setParameter(4, priority.word())
                    .setParameter(5, clock.millis())
                    .setParameter(6, context.caller().tenant())
                    .setParameter(7, context.tainted())
                    .executeUpdate();
            return next;
        });
        return new Ticket("T-" + number, title, priority);
    }
}
