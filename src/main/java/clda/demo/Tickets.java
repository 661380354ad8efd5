package clda.demo;

import clda.effects.EffectClass;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.tools.ToolContext;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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

    @AgentTool(value = "Opens a ticket for the support team.", effect = EffectClass.LOCAL_TX)
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
