package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ContextWindow;
import clda.agent.Prompts;
import clda.agent.TokenCounter;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.Decision;
import clda.conversation.RecordedEvent;
import clda.conversation.Shedding;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnStarted;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.AllPages;
import clda.kit.AuditCoverage;
import clda.kit.StrictHistory;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryImages;
import clda.kit.memory.MemoryStore;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.ApprovalRule;
import clda.tools.NotSent;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every beginning of a journal is a crash that could have happened. Scenarios are made by chance, run once, and their journals
 * cut behind every transaction; an engine is started on each beginning, once with and once without the effect that was just
 * being sent, and has to bring everything to its end. The invariants are numbered as in the reliability goals.
 */
class JournalPrefixTest {

    private static final int SCENARIOS = 240;
    private static final int PREFIXES = 5_000;
    private static final int AT_A_TIME = 8;
    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER, Role.APPROVER));
    private static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));
    private static final List<String> TOOLS = List.of(
            "look",
            "ticket",
            "keyed",
            "state",
            "asked",
            "mail",
            "large",
            "booked",
            "long_keyed",
            "long_once",
            "long_look");

    /** What happened outside: by reference, behind how many transactions, in order. */
    private static final class World {
        private final Map<String, List<Integer>> done = new ConcurrentHashMap<>();
        private final Set<String> keys = ConcurrentHashMap.newKeySet();

        World() {}

        /** The world as it was when the process died behind so many transactions. */
        World(World later, int transactions, boolean withTheLast) {
            later.done.forEach((ref, times) -> {
                List<Integer> before = times.stream()
                        .filter(time -> time < transactions || withTheLast && time == transactions)
                        .toList();
                if (!before.isEmpty()) {
                    done.put(ref, new ArrayList<>(before));
                }
            });
            later.keys.stream()
                    .filter(key -> done.containsKey(key.substring(key.indexOf('|') + 1)))
                    .forEach(keys::add);
        }

        void happens(String ref, int transactions) {
            done.computeIfAbsent(ref, any -> Collections.synchronizedList(new ArrayList<>()))
                    .add(transactions);
        }

        int times(String ref) {
            return done.getOrDefault(ref, List.of()).size();
        }
    }

    private record Setting(MemoryStore store, World world, MemoryEngine engine, List<String> problems)
            implements AutoCloseable {

        static Setting on(MemoryStore store, World world, Random random) {
            List<String> problems = Collections.synchronizedList(new ArrayList<>());
            MemoryEngine engine =
                    new MemoryEngine(store, new Proposer(random, problems), tools(world, store::commits, random));
            return new Setting(store, world, engine, problems);
        }

        void settle() {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int calm = 0;
            while (calm < 2) {
                if (engine.isIdle()) {
                    engine.takeUp();
                    calm = approve(engine, new Random(7)) == 0 && engine.isIdle() ? calm + 1 : 0;
                } else {
                    calm = 0;
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("it does not come to rest");
                }
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(Duration.ofNanos(200_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Proposes calls for what a person says, and words for everything else; looks at each history as a provider does. */
    private record Proposer(Random random, List<String> problems) implements ModelClient {
        @Override
        public String name() {
            return "proposer";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            StrictHistory.problem(request.messages()).ifPresent(problems::add);
            ModelMessage last = request.messages().getLast();
            if (last instanceof ModelMessage.UserMessage said && said.text().startsWith("do ")) {
                List<ModelReply.ProposedCall> calls = new ArrayList<>();
                for (String tool : said.text().substring(3).split(" ")) {
                    calls.add(new ModelReply.ProposedCall(
                            tool, Json.MAPPER.createObjectNode().put("ref", tool + "-" + Math.abs(random.nextLong()))));
                }
                return ModelReply.calls("proposer", calls);
            }
            if (random.nextInt(12) == 0) {
                throw new ModelFailure(ModelFailure.Reason.BROKEN, "it broke off");
            }
            return ModelReply.text("proposer", "All right.", null);
        }
    }

    private static List<Tool> tools(World world, IntSupplier transactions, Random random) {
        List<Tool> tools = new ArrayList<>();
        Traits plain = Traits.NONE;
        Traits background = new Traits(true, false, false, null);
        ApprovalRule requester = new ApprovalRule(ApprovalRule.By.REQUESTER, null, null);
        ApprovalRule approver = new ApprovalRule(ApprovalRule.By.APPROVER, null, null);
        tools.add(new Outside("look", EffectClass.READ, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside("ticket", EffectClass.LOCAL_TX, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside("keyed", EffectClass.KEYED, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside("state", EffectClass.NATURAL, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside("asked", EffectClass.QUERYABLE, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside("mail", EffectClass.AT_MOST_ONCE, plain, requester, world, transactions, random));
        tools.add(new Outside("large", EffectClass.KEYED, plain, approver, world, transactions, random));
        tools.add(new Outside(
                "booked",
                EffectClass.KEYED,
                new Traits(false, false, false, "cancel_booking"),
                ApprovalRule.NEVER,
                world,
                transactions,
                random));
        tools.add(new Outside(
                "cancel_booking", EffectClass.NATURAL, plain, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside(
                "long_keyed", EffectClass.KEYED, background, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside(
                "long_once", EffectClass.AT_MOST_ONCE, background, ApprovalRule.NEVER, world, transactions, random));
        tools.add(new Outside(
                "long_look", EffectClass.READ, background, ApprovalRule.NEVER, world, transactions, random));
        return tools;
    }

    private record Outside(
            String name,
            EffectClass effect,
            Traits traits,
            ApprovalRule rule,
            World world,
            IntSupplier transactions,
            Random random)
            implements Tool {

        @Override
        public ToolDefinition definition() {
            ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
            schema.putObject("properties").putObject("ref").put("type", "string");
            return new ToolDefinition(
                    name,
                    "A tool of a test",
                    effect,
                    schema,
                    rule,
                    Set.of(),
                    Duration.ofSeconds(5),
                    new Recovery(Duration.ofHours(24), Duration.ZERO),
                    traits);
        }

        @Override
        public JsonNode call(ObjectNode arguments, ToolContext context) {
            String ref = arguments.path("ref").asText();
            int luck = random.nextInt(20);
            if (luck == 0) {
                throw new ToolFailure("It says no.");
            }
            if (luck == 1 && effect.reachesOutside() && random.nextBoolean()) {
                throw new NotSent("no line");
            }
            boolean fresh = effect != EffectClass.KEYED || world.keys.add(context.effectKey() + "|" + ref);
            if (fresh && effect != EffectClass.READ && effect != EffectClass.LOCAL_TX) {
                world.happens(name.equals("cancel_booking") ? "cancel-" + ref : ref, transactions.getAsInt());
            }
            if (luck == 2 && effect.reachesOutside()) {
                throw new IllegalStateException("the answer was lost");
            }
            return Json.MAPPER.createObjectNode().put("ref", ref);
        }

        @Override
        public boolean canBeAsked() {
            return effect == EffectClass.QUERYABLE;
        }

        @Override
        public Optional<JsonNode> lookUp(ObjectNode arguments, ToolContext context) {
            String ref = arguments.path("ref").asText();
            return world.times(ref) > 0
                    ? Optional.of(Json.MAPPER.createObjectNode().put("ref", ref))
                    : Optional.empty();
        }
    }

    /** How many decisions there were to make. */
    private static int approve(MemoryEngine engine, Random random) {
        int decisions = 0;
        for (Caller person : List.of(ALICE, CAROL)) {
            for (Approvals.WaitingCall waiting : AllPages.of(engine.engine().approvals(), person)) {
                if (waiting.mayDecide()) {
                    decisions++;
                    Decision decision = random.nextInt(4) == 0 ? Decision.DENY : Decision.APPROVE;
                    String hash = waiting.call().approval().hash();
                    try {
                        engine.engine()
                                .approvals()
                                .decide(person, waiting.approval().id(), Approvals.Choice.of(decision, hash));
                    } catch (Refused decided) {
                        // It was cancelled meanwhile.
                    }
                }
            }
        }
        return decisions;
    }

    /** One to four messages, some cancelled, some of their calls taken back, some unknowns settled. */
    private static Setting scenario(long seed) {
        Random random = new Random(seed);
        Setting setting = Setting.on(new MemoryStore(), new World(), new Random(seed));
        MemoryEngine engine = setting.engine();
        engine.log().create("c", "default", "alice", null);
        int messages = 1 + random.nextInt(4);
        for (int i = 0; i < messages; i++) {
            String turnId = engine.engine()
                    .dialogue()
                    .say(ALICE, "c", random.nextInt(5) == 0 ? "hello" : wish(random), "m" + i);
            if (random.nextInt(8) == 0) {
                engine.engine().dialogue().cancel(ALICE, "c", turnId);
            }
            if (random.nextBoolean()) {
                setting.settle();
            }
        }
        setting.settle();
        afterwards(setting, random);
        setting.settle();
        return setting;
    }

    private static String wish(Random random) {
        StringBuilder wish = new StringBuilder("do");
        for (int i = 0; i <= random.nextInt(3); i++) {
            wish.append(' ').append(TOOLS.get(random.nextInt(TOOLS.size())));
        }
        return wish.toString();
    }

    private static void afterwards(Setting setting, Random random) {
        MemoryEngine engine = setting.engine();
        for (Unknowns.Open open : AllPages.of(engine.engine().unknowns(), CAROL)) {
            if (open.maySettle() && random.nextBoolean()) {
                boolean happened = setting.world()
                                .times(open.call().arguments().path("ref").asText())
                        > 0;
                engine.engine()
                        .unknowns()
                        .settle(
                                CAROL,
                                open.effect().key(),
                                happened ? Unknowns.Verdict.DONE : Unknowns.Verdict.NOT_DONE,
                                null);
                setting.settle();
            }
        }
        List<Turn> turns = engine.log().view("c", Conversation::turns).orElseThrow();
        for (Turn turn : turns) {
            for (ToolCall call : turn.calls()) {
                if (call.tool().equals("booked") && random.nextBoolean()) {
                    try {
                        engine.engine().dialogue().undo(ALICE, "c", turn.id(), call.callId());
                    } catch (Refused cannot) {
                        // It was not done, or was taken back already.
                    }
                    setting.settle();
                }
            }
        }
    }

    @Test
    void everyBeginningOfAJournalIsRecoveredFrom() {
        AtomicInteger scenarios = new AtomicInteger();
        AtomicInteger prefixes = new AtomicInteger();
        Map<String, String> wrong = new ConcurrentHashMap<>();
        // Most of the time is spent waiting, as for a line that is not there: several at a time.
        IntStream.range(0, AT_A_TIME)
                .mapToObj(worker -> Thread.ofPlatform().start(() -> {
                    while (scenarios.get() < SCENARIOS || prefixes.get() < PREFIXES) {
                        long seed = scenarios.incrementAndGet();
                        prefixes.addAndGet(recoversFromAllBeginnings(seed, wrong));
                    }
                }))
                .toList()
                .forEach(JournalPrefixTest::join);
        System.out.println(scenarios + " scenarios, " + prefixes + " beginnings, each twice");
        assertThat(scenarios.get()).isGreaterThanOrEqualTo(SCENARIOS);
        assertThat(wrong).isEmpty();
    }

    /** The journal of a scenario. */
    static List<RecordedEvent> journal(long seed) {
        try (Setting whole = scenario(seed)) {
            return whole.engine().log().read("c", 0, 100_000).orElseThrow();
        }
    }

    private static int recoversFromAllBeginnings(long seed, Map<String, String> wrong) {
        try (Setting whole = scenario(seed)) {
            ConversationLog log = whole.engine().log();
            try {
                Shedding.changesNothing(
                        log.head("c").orElseThrow(), log.read("c", 0, 100_000).orElseThrow());
            } catch (AssertionError e) {
                wrong.put("seed " + seed + ", when old turns are read again", String.valueOf(e.getMessage()));
            }
            int commits = whole.store().commits();
            for (int cut = 1; cut <= commits; cut++) {
                recovers(whole, cut, false, seed, wrong);
                recovers(whole, cut, true, seed, wrong);
            }
            return commits;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void recovers(Setting whole, int cut, boolean withTheLast, long seed, Map<String, String> wrong) {
        World world = new World(whole.world(), cut, withTheLast);
        try (Setting setting = Setting.on(whole.store().after(cut), world, new Random(seed * 31 + cut))) {
            List<RecordedEvent> before =
                    setting.engine().log().read("c", 0, 100_000).orElse(List.of());
            setting.engine().takeUp();
            setting.settle();
            for (String problem : problems(setting, before)) {
                wrong.putIfAbsent(problem, "scenario " + seed + ", cut " + cut);
            }
        } catch (IllegalStateException e) {
            wrong.putIfAbsent("I5 " + e.getMessage(), "scenario " + seed + ", cut " + cut);
        }
    }

    private static List<String> problems(Setting setting, List<RecordedEvent> before) {
        List<String> problems = new ArrayList<>();
        ConversationLog log = setting.engine().log();
        List<RecordedEvent> events = log.read("c", 0, 100_000).orElse(List.of());
        if (!events.subList(0, before.size()).equals(before)) {
            problems.add("I1 what was stored has changed");
        }
        Set<String> said = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).seq() != i + 1) {
                problems.add("I2 a gap");
            }
            if (events.get(i).event() instanceof TurnStarted started
                    && started.clientMessageId() != null
                    && !said.add(started.clientMessageId())) {
                problems.add("I1 a message twice");
            }
        }
        List<Turn> turns = log.view("c", Conversation::turns).orElse(List.of());
        Map<String, ToolCall.State> ended = new HashMap<>();
        for (Turn turn : turns) {
            if (!turn.state().settled() || !turn.openCalls().isEmpty()) {
                problems.add("I5 a turn is open");
            }
            turn.calls().forEach(call -> look(setting, call, ended, problems));
        }
        setting.world().done.forEach((ref, times) -> {
            if (times.size() > 1 && !ref.startsWith("state-") && !ref.startsWith("cancel")) {
                problems.add("I3 done twice: " + ref.replaceAll("-.*", ""));
            }
        });
        Set<String> shown = new HashSet<>();
        AllPages.of(setting.engine().engine().unknowns(), CAROL)
                .forEach(open -> shown.add(open.effect().key()));
        for (Effect effect : setting.engine().ledger().all()) {
            if (effect.state() == Effect.State.INTENT || effect.state() == Effect.State.DISPATCHED) {
                problems.add("I5 an effect is open: " + effect.tool() + " " + effect.state());
            }
            if (effect.state() == Effect.State.UNKNOWN && !shown.contains(effect.key())) {
                problems.add("I6 an unknown effect is not shown");
            }
        }
        AuditCoverage.problems(
                        setting.engine().audit(),
                        setting.engine().ledger().all().stream()
                                .map(AuditCoverage.Told::of)
                                .toList())
                .forEach(problem -> problems.add("I9 " + problem));
        setting.problems().forEach(problem -> problems.add("I7 " + problem.replaceAll(":.*", "")));
        ContextWindow window =
                new ContextWindow(Prompts.always("You are a test."), new MemoryImages(), 100_000, new TokenCounter());
        if (!turns.isEmpty()) {
            log.view(
                            "c",
                            conversation -> StrictHistory.problem(
                                    window.of(conversation, turns.getLast().id(), List.of())
                                            .messages()))
                    .orElse(Optional.empty())
                    .ifPresent(problem -> problems.add("I7 " + problem.replaceAll(":.*", "")));
        }
        return problems;
    }

    private static void look(Setting setting, ToolCall call, Map<String, ToolCall.State> ended, List<String> problems) {
        ToolCall.State state = call.task() == null ? call.state() : call.task().state();
        String ref = call.arguments().path("ref").asText();
        int times = setting.world().times(ref);
        boolean leavesTrace =
                !Set.of("look", "ticket", "long_look", "cancel_booking").contains(call.tool());
        if (ended.put(ref + call.callId(), state) != null) {
            problems.add("I3 a call twice");
        }
        if (state == ToolCall.State.RUNNING) {
            problems.add("I5 a task is open");
        }
        if (leavesTrace && state == ToolCall.State.COMPLETED && times == 0) {
            problems.add("I4 done without effect: " + call.tool());
        }
        if (leavesTrace && state == ToolCall.State.FAILED && times > 0) {
            problems.add("I4 failed with effect: " + call.tool());
        }
    }
}
