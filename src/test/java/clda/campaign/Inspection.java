package clda.campaign;

import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskFailed;
import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.effects.Effect;
import clda.kit.AllPages;
import clda.kit.AuditCoverage;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.security.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what is stored with what was acknowledged and with what the world outside has counted. */
final class Inspection {

    private static final Caller OFFICE = new Caller("carol", "default", Set.of(Role.APPROVER, Role.ADMIN));
    private static final Set<String> OUTSIDE =
            Set.of("keyed", "state", "asked", "mail", "transfer", "long_keyed", "long_once");
    private static final int TINK_PREFIX = 5;
    private static final int NONCE = 12;
    private static final int MAX_EXPLAINED = 8;

    private final SeEngine engine;
    private final List<String> acknowledged;
    private final Map<String, Integer> outside;
    private final Instant end;
    private final Map<String, Integer> turnOfMessage = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private int explained;
    private int gaps;
    private int doubled;
    private int stray;
    private int doneWithoutEffect;
    private int failedWithEffect;
    private int cut;
    private int endedTwice;
    private int parallel;
    private int unsettled;
    private int unknown;
    private int damaged;

    /**
     * @param acknowledged conversation and client message, in the order in which they were acknowledged
     * @param outside see {@link Sinks#counted}
     * @param end until when to wait for turns that are open
     */
    Inspection(SeEngine engine, List<String> acknowledged, Map<String, Integer> outside, Instant end) {
        this.engine = engine;
        this.acknowledged = acknowledged;
        this.outside = outside;
        this.end = end;
    }

    Findings of() {
        Map<String, Integer> tickets = tickets();
        for (ConversationHead head : engine.engine()
                .conversations()
                .list(DoomedEngine.CALLER, null, false, 100_000)
                .items()) {
            look(head, tickets);
        }
        int lost = 0;
        int disordered = 0;
        Map<String, Integer> lastOf = new HashMap<>();
        for (String message : acknowledged) {
            Integer turn = turnOfMessage.get(message);
            if (turn == null) {
                lost++;
                continue;
            }
            // One person in one conversation: what was acknowledged first comes first.
            String who = message.substring(0, message.indexOf(' ') + 4);
            Integer before = lastOf.put(who, turn);
            disordered += before != null && before >= turn ? 1 : 0;
        }
        for (Map.Entry<String, Integer> ticket : tickets.entrySet()) {
            doubled += ticket.getValue() - 1;
            stray += asked.contains(ticket.getKey()) ? 0 : 1;
        }
        long shown = AllPages.of(engine.engine().unknowns(), OFFICE).size();
        long inLedger = count("select count(*) from effect where state = 'UNKNOWN' and resolved_by is null");
        unsettled += (int) count("select count(*) from background_task where state in ('waiting', 'running')");
        return new Findings(
                0,
                acknowledged.size(),
                tickets.size(),
                unknown,
                lost,
                disordered,
                gaps,
                doubled,
                doneWithoutEffect,
                failedWithEffect,
                stray,
                0,
                cut,
                endedTwice,
                parallel,
                unsettled,
                (int) Math.max(0, inLedger - shown),
                Duration.ZERO,
                0,
                0,
                damaged,
                repeatedNonces(),
                unaudited(),
                Map.of());
    }

    /** What the stored calls asked for, by reference; known after the look. */
    Set<String> asked() {
        return asked;
    }

    private void look(ConversationHead head, Map<String, Integer> tickets) {
        List<RecordedEvent> events;
        List<Turn> turns;
        try {
            awaitSettled(head.id());
            events = engine.engine().log().read(head.id(), 0, Integer.MAX_VALUE).orElseThrow();
            turns = engine.engine()
                    .log()
                    .view(head.id(), conversation -> conversation.turns())
                    .orElseThrow();
        } catch (RuntimeException e) {
            damaged++;
            return;
        }
        for (int i = 0; i < events.size(); i++) {
            gaps += events.get(i).seq() == i + 1 ? 0 : 1;
        }
        ends(events);
        Set<String> messages = new HashSet<>();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (turn.clientMessageId() != null) {
                turnOfMessage.put(head.id() + " " + turn.clientMessageId(), i);
                gaps += messages.add(turn.clientMessageId()) ? 0 : 1;
            }
            if (!turn.state().settled() || !turn.openCalls().isEmpty()) {
                unsettled++;
                explain(turn.id() + " is " + turn.state().word(), events);
            }
            turn.calls().forEach(call -> look(call, tickets));
        }
    }

    private void look(ToolCall call, Map<String, Integer> tickets) {
        String ref = call.arguments().path("ref").asText();
        asked.add(ref);
        ToolCall.Task task = call.task();
        ToolCall.State state = task == null ? call.state() : task.state();
        boolean happened = outside.containsKey(ref) || tickets.containsKey(ref);
        unknown += state == ToolCall.State.UNKNOWN ? 1 : 0;
        boolean leavesTrace = OUTSIDE.contains(call.tool()) || call.tool().equals("ticket");
        doneWithoutEffect += state == ToolCall.State.COMPLETED && leavesTrace && !happened ? 1 : 0;
        boolean undo = call.undoes() != null;
        failedWithEffect += state == ToolCall.State.FAILED && !undo && happened ? 1 : 0;
    }

    /** For whoever has to find out why; the first few. */
    private void explain(String what, List<RecordedEvent> events) {
        if (explained++ < MAX_EXPLAINED) {
            System.out.println("WRONG " + what + ": "
                    + events.stream()
                            .map(event -> event.seq() + " " + event.turnId() + " "
                                    + event.type().publicName())
                            .collect(Collectors.joining(", ")));
        }
    }

    private void ends(List<RecordedEvent> events) {
        Set<String> ended = new HashSet<>();
        LaneCheck lane = new LaneCheck();
        for (RecordedEvent recorded : events) {
            ConversationEvent event = recorded.event();
            String end =
                    switch (event) {
                        case ToolCompleted done -> "call " + done.callId();
                        case ToolFailed failed -> "call " + failed.callId();
                        case ToolUnknown unseen -> "call " + unseen.callId();
                        case TaskCompleted done -> "task " + done.taskId();
                        case TaskFailed failed -> "task " + failed.taskId();
                        case TaskUnknown unseen -> "task " + unseen.taskId();
                        case MessageCompleted message -> "message " + message.messageId();
                        default -> recorded.type().settlesTurn() ? "turn " + recorded.turnId() : null;
                    };
            if (end != null && !ended.add(end)) {
                endedTwice++;
                explain(end + " ended twice", events);
            }
            if (event instanceof MessageCompleted message) {
                boolean whole = message.text().isEmpty() || message.text().equals(CampaignModel.WHOLE);
                cut += whole || Boolean.TRUE.equals(message.truncated()) ? 0 : 1;
            }
            lane.take(recorded);
        }
        parallel += lane.parallel();
    }

    /** Recovery settles what ran; what waits for a person is approved, so that the turns behind it can end too. */
    private void awaitSettled(String conversationId) throws RuntimeException {
        while (Instant.now().isBefore(end)
                && engine.engine()
                        .log()
                        .view(
                                conversationId,
                                conversation -> conversation.active().isPresent())
                        .orElse(false)) {
            DoomedEngine.approveWhatWaits(engine);
            CampaignModel.pause(10);
        }
    }

    private long count(String sql) {
        return ((Number) engine.store()
                        .read(entities -> entities.createNativeQuery(sql).getSingleResult()))
                .longValue();
    }

    private Map<String, Integer> tickets() {
        Map<String, Integer> tickets = new HashMap<>();
        for (Object row : engine.store().read(entities -> entities.createNativeQuery(
                        "select opened_by, count(*) from demo_ticket group by opened_by")
                .getResultList())) {
            Object[] columns = (Object[]) row;
            tickets.put((String) columns[0], ((Number) columns[1]).intValue());
        }
        return tickets;
    }

    private int unaudited() {
        List<?> effects = engine.store().read(entities -> entities.createNativeQuery(
                        "select conversation_id, turn_id, call_id, state from effect")
                .getResultList());
        List<String> problems = AuditCoverage.problems(
                engine.audit(),
                effects.stream()
                        .map(Object[].class::cast)
                        .map(row -> new AuditCoverage.Told(
                                (String) row[0], (String) row[1], (String) row[2], Effect.State.valueOf((String)
                                        row[3])))
                        .toList());
        problems.stream().limit(MAX_EXPLAINED).forEach(problem -> System.out.println("AUDIT " + problem));
        return problems.size();
    }

    /** All texts of a conversation are sealed under one key: no two may have the same nonce. */
    private int repeatedNonces() {
        Map<String, Set<ByteBuffer>> seen = new HashMap<>();
        int repeated = 0;
        List<Object[]> rows = new ArrayList<>();
        for (Object row : engine.store()
                .read(entities -> entities.createNativeQuery("select conversation_id, payload from event")
                        .getResultList())) {
            rows.add((Object[]) row);
        }
        for (Object[] row : rows) {
            byte[] payload = (byte[]) row[1];
            ByteBuffer nonce = ByteBuffer.wrap(Arrays.copyOfRange(payload, TINK_PREFIX, TINK_PREFIX + NONCE));
            repeated += seen.computeIfAbsent((String) row[0], any -> new HashSet<>())
                            .add(nonce)
                    ? 0
                    : 1;
        }
        return repeated;
    }

    /** Exchanges the payloads of two rows of a kind and looks whether they still open. */
    static int swapped(SeEngine engine) {
        List<?> pair = engine.store().read(entities -> entities.createNativeQuery(
                        "select a.conversation_id, a.seq, b.seq from event a join event b on b.conversation_id = a.conversation_id"
                                + " and b.type = a.type and b.seq > a.seq where a.type = 'message.completed' limit 1")
                .getResultList());
        if (pair.isEmpty()) {
            throw new IllegalStateException("there are no two messages to exchange");
        }
        Object[] row = (Object[]) pair.getFirst();
        engine.store().write((clda.store.jpa.JpaWrite) entities -> {
            Object first = payload(entities, row[0], row[1]);
            Object second = payload(entities, row[0], row[2]);
            put(entities, row[0], row[1], second);
            put(entities, row[0], row[2], first);
        });
        try {
            engine.engine().log().read((String) row[0], 0, Integer.MAX_VALUE);
            return 1;
        } catch (RuntimeException found) {
            return 0;
        }
    }

    private static Object payload(jakarta.persistence.EntityManager entities, Object conversation, Object seq) {
        return entities.createNativeQuery("select payload from event where conversation_id = ?1 and seq = ?2")
                .setParameter(1, conversation)
                .setParameter(2, seq)
                .getSingleResult();
    }

    private static void put(
            jakarta.persistence.EntityManager entities, Object conversation, Object seq, Object payload) {
        entities.createNativeQuery("update event set payload = ?3 where conversation_id = ?1 and seq = ?2")
                .setParameter(1, conversation)
                .setParameter(2, seq)
                .setParameter(3, payload)
                .executeUpdate();
    }
}
