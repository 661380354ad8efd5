package clda.kit;

import clda.conversation.ConversationLog;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Approvals;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.DialogueManager;
import clda.dialogue.Refused;
import clda.dialogue.Unknowns;
import clda.json.Json;
import clda.kit.Payments.Payment;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.security.Caller;
import clda.security.Role;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A sequence of small acts, made from a seed, of persons who want more money than one refund may be: many calls in a step, many
 * steps, conversations side by side and on several nodes, other branches, edits at the approval, the second person, the next
 * day, what fails, what nobody knows and what is taken back. After each act it is looked whether more was paid without an
 * approver than may be.
 */
public final class SmallActs {

    /** What one refund may come to without an approver, and so what many may. */
    private static final BigDecimal MAX = new BigDecimal("100.00");

    private static final int MAX_A_TURN = 5;
    private static final String[] AMOUNTS = {
        "0.01",
        "0.1",
        "1",
        "5",
        "12.50",
        "19.99",
        "24.99",
        "25",
        "33.33",
        "33.34",
        "40",
        "49.99",
        "50",
        "50.01",
        "60",
        "75.5",
        "99.36",
        "99.99",
        "100",
        "100.00",
        "1e2",
        "100.01",
        "101",
        "500",
        "100000",
        "1e999999999",
        "0",
        "-5",
        "null",
        "\"50\"",
        "0.0000000001",
        "0.005"
    };

    /** A place where persons act: one engine. */
    public record Node(
            DialogueManager talk,
            Approvals approvals,
            Unknowns unknowns,
            ConversationLog log,
            Function<Caller, String> begins,
            BiPredicate<Caller, String> erases,
            BooleanSupplier idle) {}

    /** What a sequence has come to. */
    public record Tally(int acts, int paid, int paidByApproval, int beyondASum, List<String> exceeded) {}

    private record Talk(Caller person, String id) {}

    private final List<Node> nodes;
    private final Payments payments;
    private final MovableClock clock;
    private final Random random;
    private final List<Caller> persons;
    private final List<Caller> approvers;
    private final List<String> orders;
    private final List<Talk> talks = new ArrayList<>();
    private final Set<String> approved = ConcurrentHashMap.newKeySet();
    private final List<String> exceeded = new ArrayList<>();
    private int beyondASum;

    /** @param seed also in the names of persons and orders, so that sequences may share an engine */
    public SmallActs(List<Node> nodes, Payments payments, MovableClock clock, long seed) {
        this.nodes = nodes;
        this.payments = payments;
        this.clock = clock;
        this.random = new Random(seed);
        this.persons = List.of(person("ann", seed), person("ben", seed), person("cem", seed));
        this.approvers = List.of(
                new Caller("deb" + seed, "default", Set.of(Role.USER, Role.APPROVER)),
                new Caller("eve" + seed, "default", Set.of(Role.USER, Role.APPROVER)));
        this.orders = List.of("A-" + (100 + 3 * seed), "A-" + (101 + 3 * seed), "A-" + (102 + 3 * seed));
    }

    private static Caller person(String name, long seed) {
        return new Caller(name + seed, "default", Set.of(Role.USER));
    }

    /** Proposes, step by step, the calls that are written in what the person says. */
    public static ModelClient model() {
        return new ModelClient() {
            @Override
            public String name() {
                return "obedient";
            }

            @Override
            public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
                List<ModelMessage> messages = request.messages();
                int step = 0;
                int at = messages.size() - 1;
                while (at >= 0 && !(messages.get(at) instanceof ModelMessage.UserMessage)) {
                    step += messages.get(at) instanceof ModelMessage.AssistantMessage ? 1 : 0;
                    at--;
                }
                JsonNode wanted = at < 0 ? null : read(((ModelMessage.UserMessage) messages.get(at)).text());
                if (wanted == null || !wanted.path(step).isArray()) {
                    shown.text("Done.");
                    return ModelReply.text(name(), "Done.", null);
                }
                List<ModelReply.ProposedCall> calls = new ArrayList<>();
                wanted.path(step)
                        .forEach(call -> calls.add(new ModelReply.ProposedCall("refund_order", (ObjectNode) call)));
                return ModelReply.calls(name(), calls);
            }
        };
    }

    private static JsonNode read(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.createArrayNode();
        }
    }

    /** Acts, and looks. */
    public Tally run() {
        int acts = 12 + random.nextInt(14);
        for (int i = 0; i < 3; i++) {
            Caller person = any(persons);
            talks.add(new Talk(person, node().begins().apply(person)));
        }
        for (int i = 0; i < acts; i++) {
            try {
                act();
            } catch (Refused expected) {
                // Not every act that is tried may be.
            }
            if (random.nextInt(3) > 0) {
                await();
                look();
            }
        }
        await();
        decideAll();
        await();
        look();
        List<Payment> made = mine();
        int byApproval = (int) made.stream().filter(this::isApproved).count();
        return new Tally(acts, made.size(), byApproval, beyondASum, exceeded);
    }

    private void act() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                Talk talk = any(talks);
                node().talk().say(talk.person(), talk.id(), wish(), null);
            }
            case 4, 5 -> decideAll();
            case 6 -> decideOne();
            case 7 -> branch();
            case 8 -> takeBack();
            case 9 -> findOut();
            case 10 -> clock.set(clock.instant().plus(Duration.ofMinutes(random.nextInt(13 * 60))));
            default -> {
                Talk talk = any(talks);
                if (random.nextInt(3) == 0 && node().erases().test(talk.person(), talk.id())) {
                    talks.remove(talk);
                }
                Caller person = any(persons);
                talks.add(new Talk(person, node().begins().apply(person)));
            }
        }
    }

    private String wish() {
        ArrayNode steps = Json.MAPPER.createArrayNode();
        for (int step = 1 + random.nextInt(3); step > 0; step--) {
            ArrayNode calls = steps.addArray();
            for (int call = 1 + random.nextInt(random.nextInt(10) == 0 ? 16 : 4); call > 0; call--) {
                calls.add(refund());
            }
        }
        return steps.toString();
    }

    private ObjectNode refund() {
        String reason = random.nextInt(8) > 0
                ? "r" + random.nextInt(1_000_000)
                : List.of("refuses", "loses", "vanishes").get(random.nextInt(3));
        ObjectNode refund = Json.MAPPER.createObjectNode();
        refund.put("orderNumber", any(orders)).put("reason", reason);
        refund.set("amount", read(AMOUNTS[random.nextInt(AMOUNTS.length)]));
        return refund;
    }

    private void decideAll() {
        for (int round = 0; round < 3; round++) {
            for (Caller person : persons) {
                for (WaitingCall waiting : AllPages.of(node().approvals(), person)) {
                    decide(person, waiting, random.nextInt(10) > 0, null);
                }
            }
            if (random.nextInt(6) == 0) {
                Caller approver = any(approvers);
                AllPages.of(node().approvals(), approver).stream()
                        .filter(waiting -> persons.stream().anyMatch(person -> person.user()
                                .equals(waiting.approval().requester())))
                        .forEach(waiting -> decide(approver, waiting, random.nextBoolean(), null));
            }
            if (random.nextBoolean()) {
                await();
            }
        }
    }

    private void decideOne() {
        List<Caller> all = new ArrayList<>(persons);
        all.addAll(approvers);
        Caller person = any(all);
        List<WaitingCall> waiting = AllPages.of(node().approvals(), person);
        if (waiting.isEmpty()) {
            return;
        }
        WaitingCall chosen = any(waiting);
        if (chosen.mayDecide() && random.nextInt(4) == 0) {
            node().approvals().delegate(person, chosen.approval().id(), any(all).user());
        }
        decide(person, chosen, true, random.nextBoolean() ? refund() : null);
    }

    private void decide(Caller person, WaitingCall waiting, boolean yes, ObjectNode edited) {
        ToolCall.PendingApproval asked = waiting.call().approval();
        boolean byApprover = asked.role().equals("approver");
        String call = name(
                waiting.approval().conversationId(),
                waiting.approval().turnId(),
                waiting.approval().callId());
        if (asked.sum() != null) {
            beyondASum++;
        }
        boolean before = approved.contains(call);
        try {
            if (byApprover && yes) {
                // Before it can be paid for.
                approved.add(call);
            }
            node().approvals()
                    .decide(
                            person,
                            asked.approvalId(),
                            new Approvals.Choice(
                                    yes ? Decision.APPROVE : Decision.DENY,
                                    asked.hash(),
                                    null,
                                    yes ? edited : null,
                                    false));
        } catch (Refused refused) {
            if (!before) {
                approved.remove(call);
            }
        }
    }

    private void branch() {
        Talk talk = any(talks);
        List<Turn> turns = turns(talk, turn -> turn.state().settled());
        if (!turns.isEmpty()) {
            String turnId = any(turns).id();
            if (random.nextBoolean()) {
                node().talk().regenerate(talk.person(), talk.id(), turnId);
            } else {
                node().talk().edit(talk.person(), talk.id(), turnId, wish());
            }
        }
    }

    private void takeBack() {
        Talk talk = any(talks);
        for (Turn turn : turns(talk, turn -> turn.state().settled())) {
            for (ToolCall call : turn.calls()) {
                if (call.state() == ToolCall.State.COMPLETED && random.nextInt(3) == 0) {
                    node().talk().undo(talk.person(), talk.id(), turn.id(), call.callId());
                    return;
                }
            }
        }
    }

    /** Somebody looks what came of a call; what an office says is true. */
    private void findOut() {
        Caller office = any(approvers);
        List<Unknowns.Open> open = AllPages.of(node().unknowns(), office).stream()
                .filter(Unknowns.Open::maySettle)
                .filter(one -> talks.stream()
                        .anyMatch(talk -> talk.id().equals(one.effect().conversationId())))
                .toList();
        if (!open.isEmpty()) {
            Unknowns.Open one = any(open);
            boolean paid = payments.paid(one.effect().key());
            node().unknowns()
                    .settle(
                            office,
                            one.effect().key(),
                            paid
                                    ? Unknowns.Verdict.DONE
                                    : random.nextBoolean() ? Unknowns.Verdict.NOT_DONE : Unknowns.Verdict.RUN_AGAIN,
                            null);
        }
    }

    private List<Turn> turns(Talk talk, Predicate<Turn> wanted) {
        return node().log()
                .view(talk.id(), conversation -> conversation.turns().stream()
                        .filter(wanted)
                        .toList())
                .orElse(List.of());
    }

    private void await() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!nodes.stream().allMatch(node -> node.idle().getAsBoolean())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("something goes on for ever");
            }
            try {
                Thread.sleep(Duration.ofNanos(100_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Payment> mine() {
        return payments.made().stream()
                .filter(payment ->
                        persons.stream().anyMatch(person -> person.user().equals(payment.user())))
                .toList();
    }

    private boolean isApproved(Payment payment) {
        return approved.contains(name(payment.conversationId(), payment.turnId(), payment.callId()));
    }

    private static String name(String conversationId, String turnId, String callId) {
        return conversationId + "/" + turnId + "/" + callId;
    }

    private void look() {
        List<Payment> small =
                mine().stream().filter(payment -> !isApproved(payment)).toList();
        check("order", small, Payment::order);
        check("conversation", small, Payment::conversationId);
        for (Payment last : small) {
            Instant from = last.at().minus(Duration.ofHours(24));
            check(
                    "day of",
                    small.stream()
                            .filter(payment ->
                                    payment.at().isAfter(from) && !payment.at().isAfter(last.at()))
                            .toList(),
                    Payment::user);
        }
        Map<String, Integer> turns = new TreeMap<>();
        small.forEach(payment -> turns.merge(payment.conversationId() + "/" + payment.turnId(), 1, Integer::sum));
        turns.forEach((turn, count) -> {
            if (count > MAX_A_TURN) {
                exceeded.add(count + " in turn " + turn);
            }
        });
    }

    private void check(String what, List<Payment> small, Function<Payment, String> scope) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        small.forEach(payment -> sums.merge(scope.apply(payment), payment.amount(), BigDecimal::add));
        sums.forEach((name, sum) -> {
            if (sum.compareTo(MAX) > 0) {
                exceeded.add(sum + " for " + what + " " + name);
            }
        });
    }

    private Node node() {
        return any(nodes);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
