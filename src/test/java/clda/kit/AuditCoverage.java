package clda.kit;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.audit.AuditTrail.Kept;
import clda.effects.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether the audit trail is whole and tells of each effect that it was asked for, begun, and what came of it. */
public final class AuditCoverage {

    private static final Set<String> ENDS =
            Set.of("tool.completed", "tool.failed", "tool.unknown", "task.completed", "task.failed", "task.unknown");

    private AuditCoverage() {}

    /** An effect of which the trail has to tell. */
    public record Told(String conversationId, String turnId, String callId, Effect.State state) {
        public static Told of(Effect effect) {
            return new Told(effect.conversationId(), effect.turnId(), effect.callId(), effect.state());
        }
    }

    public static List<String> problems(AuditTrail trail, Collection<Told> effects) {
        List<String> problems = new ArrayList<>(
                trail.verify(trail.end().stream().toList(), () -> {}).problems());
        Set<String> told = new HashSet<>();
        for (Kept kept : trail.newest("default", null, null, 1_000_000)) {
            AuditEntry entry = kept.entry();
            String call = entry.details().getOrDefault("callId", String.valueOf(entry.subject()));
            String what =
                    ENDS.contains(entry.action()) ? "ended" : entry.action().replace("task", "tool");
            told.add(entry.conversationId() + "|" + entry.turnId() + "|" + call + "|" + what);
        }
        for (Told effect : effects) {
            String place = effect.conversationId() + "|" + effect.turnId() + "|" + effect.callId() + "|";
            switch (effect.state()) {
                case INTENT -> expect(told, place, "tool.requested", problems);
                case DISPATCHED -> expect(told, place, "tool.started", problems);
                case DONE, FAILED, UNKNOWN -> {
                    expect(told, place, "tool.requested", problems);
                    expect(told, place, "ended", problems);
                }
            }
        }
        return problems;
    }

    private static void expect(Set<String> told, String place, String what, List<String> problems) {
        if (!told.contains(place + what)) {
            problems.add("no entry " + what);
        }
    }
}
