package clda.demo;

import clda.effects.EffectClass;
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

/** Opens tickets, in one transaction with the record that it was done. */
@DemoTools
public class Tickets {

    public enum Priority {
        low,
        normal,
        high
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

    @AgentTool(value = "Closes a ticket of the support team.", effect = EffectClass.LOCAL_TX)
    public Closed closeTicket(
            @Param("the number, for example T-12") @NotBlank @Pattern(regexp = "T-[0-9]{1,9}") String ticketNumber,
            ToolContext context) {
        int closed = store.inTransaction(entities -> entities.createNativeQuery(
                        "update demo_ticket set closed_at = ?1 where ticket_number = ?2 and opened_by = ?3 and closed_at is null")
                .setParameter(1, clock.millis())
                .setParameter(2, Integer.parseInt(ticketNumber.substring(2)))
                .setParameter(3, context.caller().user())
                .executeUpdate());
        if (closed == 0) {
            throw new ToolFailure("You have no open ticket " + ticketNumber + ".");
        }
        return new Closed(ticketNumber);
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
                            "insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at) values (?1, ?2, ?3, ?4, ?5)")
                    .setParameter(1, next)
                    .setParameter(2, context.caller().user())
                    .setParameter(
                            3,
                            keyRing.shared()
                                    .seal(
                                            title.getBytes(StandardCharsets.UTF_8),
                                            ("demo_ticket|" + next).getBytes(StandardCharsets.UTF_8)))
                    .setParameter(4, priority.name())
                    .setParameter(5, clock.millis())
                    .executeUpdate();
            return next;
        });
        return new Ticket("T-" + number, title, priority);
    }
}
