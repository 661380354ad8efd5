package clda.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.agent.CallEstimate;
import clda.agent.Spend;
import clda.boot.RandomIds;
import clda.budget.UsageBook.Used;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.MessageUsage;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Capability;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thirty turns at once spend from the same budgets, on providers that answer, tell nothing, break off, turn away and cannot be
 * reached, and are killed at any moment and go on: what was counted is what was used, and a limit holds.
 */
abstract class ParallelCallsContract {

    private static final int TURNS = 30;
    private static final int STEPS = 3;
    private static final int LIVES = 3;
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    @TempDir
    Path dataDir;

    private final List<SeEngine> nodes = new ArrayList<>();

    abstract TestDatabase database();

    /** How many share the database. */
    abstract int nodes();

    @BeforeEach
    void open() {
        for (int i = 0; i < nodes(); i++) {
            nodes.add(SeEngine.on(dataDir, database()));
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(SeEngine::close);
    }

    private JpaStore store(int turn) {
        return nodes.get(turn % nodes.size()).store();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("clda.seeds", 5));
    }

    /** The process is dead: whatever it would have done next is not done. */
    private static final class Killed extends Error {}

    /** What one call may have used, and what it is to be counted as. */
    private record Counted(Quantity max, Quantity as) {

        Counted as(Quantity amount) {
            return new Counted(max, amount);
        }
    }

    private record Refusal(Quantity max, BudgetExceeded why) {}

    /** Keeps its own account beside the book: what was reserved counts in full until somebody says otherwise. */
    private static final class Account {
        private final Map<String, Counted> calls = new ConcurrentHashMap<>();
        private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
        private final Queue<Quantity> reallyUsed = new ConcurrentLinkedQueue<>();

        Quantity counted() {
            return calls.values().stream().map(Counted::as).reduce(Quantity.NOTHING, Quantity::plus);
        }

        Quantity used() {
            return reallyUsed.stream().reduce(Quantity.NOTHING, Quantity::plus);
        }

        /** The most, in each respect, that a single call may have used. */
        Quantity dearest() {
            return calls.values().stream()
                    .map(Counted::max)
                    .reduce(
                            Quantity.NOTHING,
                            (one, other) -> new Quantity(
                                    Math.max(one.calls(), other.calls()),
                                    Math.max(one.tokens(), other.tokens()),
                                    Math.max(one.micros(), other.micros())));
        }
    }

    /** The book as one process sees it, until it is killed. */
    private static final class MortalBook implements UsageBook {
        private final UsageBook book;
        private final Account account;
        private boolean dead;
        private ModelCall last;

        MortalBook(UsageBook book, Account account) {
            this.book = book;
            this.account = account;
        }

        Killed killed() {
            dead = true;
            return new Killed();
        }

        /** What the provider told of the call that was made last has been stored with its message. */
        void told(MessageUsage usage) {
            account.calls.computeIfPresent(last.id(), (id, counted) -> counted.as(Quantity.of(usage)));
        }

        private void alive() {
            if (dead) {
                throw new Killed();
            }
        }

        @Override
        public void hold(ModelCall call, Quantity max, Instant until, Quantity inTurn, Map<Scope, Quantity> limits) {
            alive();
            try {
                book.hold(call, max, until, inTurn, limits);
                account.calls.put(call.id(), new Counted(max, max));
                last = call;
            } catch (BudgetExceeded e) {
                account.refusals.add(new Refusal(max, e));
                throw e;
            }
        }

        @Override
        public void release(ModelCall call) {
            alive();
            book.release(call);
            account.calls.computeIfPresent(call.id(), (id, counted) -> counted.as(Quantity.NOTHING));
        }

        @Override
        public void spend(ModelCall call) {
            alive();
            book.spend(call);
        }

        @Override
        public Write count(String messageId, Used used) {
            alive();
            return book.count(messageId, used);
        }

        @Override
        public void estimate(Spending spending, Quantity amount) {
            throw new AssertionError("everything is limited");
        }

        @Override
        public void spendAbandoned(Instant now) {
            book.spendAbandoned(now);
        }

        @Override
        public Write forget(String conversationId) {
            return book.forget(conversationId);
        }

        @Override
        public List<Used> used(String tenant, String person, LocalDate since, Place after, int limit) {
            return book.used(tenant, person, since, after, limit);
        }

        @Override
        public Quantity spent(Scope scope, Spending spending) {
            return book.spent(scope, spending);
        }
    }

    /** A provider of many moods. What an answer uses is at most what was asked for. */
    private static final class Provider implements ModelClient {
        private final String name;
        private final Price price;
        private final Random random;
        private final MortalBook life;
        private final Account account;

        Provider(String name, Price price, Random random, MortalBook life, Account account) {
            this.name = name;
            this.price = price;
            this.random = random;
            this.life = life;
            this.account = account;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            int mood = random.nextInt(100);
            if (mood < 8) {
                throw new ModelFailure(Reason.UNREACHABLE, "scripted");
            }
            if (mood < 14) {
                throw ModelFailure.turnedAway(Reason.BUSY, "HTTP 429", Duration.ZERO, new IllegalStateException());
            }
            if (mood < 20) {
                throw life.killed();
            }
            MessageUsage usage = new MessageUsage(
                    1 + random.nextInt(5), random.nextInt(request.options().maxTokens() + 1));
            MessageUsage priced = usage.costing(price.micros(usage));
            account.reallyUsed.add(Quantity.of(priced));
            if (mood < 30) {
                throw life.killed();
            }
            if (mood < 42) {
                throw new ModelFailure(Reason.BROKEN, "scripted");
            }
            return ModelReply.text(name, "ok", mood < 50 ? null : usage);
        }
    }

    private static Price price(int input, int output) {
        BigDecimal in = BigDecimal.valueOf(input);
        return new Price(in, in, in, BigDecimal.valueOf(output));
    }

    private final Account account = new Account();

    private void turn(int number, Random random, Map<Scope, Quantity> limits) {
        Quantity inTurn = Quantity.NOTHING;
        int life = 1;
        for (int step = 1; step <= STEPS; ) {
            MortalBook book = new MortalBook(new JpaUsageBook(store(number + life)), account);
            try {
                MessageUsage used = step(book, number, step, inTurn, random, limits);
                inTurn = used == null ? inTurn : inTurn.plus(Quantity.of(used));
                step++;
            } catch (Killed e) {
                if (++life > LIVES) {
                    return;
                }
            } catch (ModelFailure e) {
                return;
            }
        }
    }

    /** What the provider told; null if it did not, or was not asked. */
    private MessageUsage step(
            MortalBook book, int turn, int step, Quantity inTurn, Random random, Map<Scope, Quantity> limits) {
        Spend spend = new Spend(
                new Budget(book, limits, LONGEST_CALL, CLOCK, new RandomIds()), new CallEstimate(50, Price.FREE));
        Price dear = price(3, 7);
        Price cheap = price(1, 2);
        ModelRouter router = new ModelRouter(
                List.of(
                        named(new Provider("dear", dear, random, book, account), 60, dear),
                        named(new Provider("cheap", cheap, random, book, account), 40, cheap)),
                Map.of(),
                new RetryBudget());
        String messageId = "t1-m" + step;
        Spending spending = spend.budget().spending("default", "alice", "c" + turn % 10);
        ModelReply reply;
        try {
            reply = router.respond(
                    new ModelRequest(List.of(new UserMessage("hello there")), List.of()),
                    ModelClient.TextSink.UNSEEN,
                    new Cancellation(),
                    spend.meter(spending, "t" + turn, turn + messageId, inTurn));
        } catch (ModelFailure failure) {
            if (failure.reason() == Reason.BUDGET) {
                throw failure;
            }
            return null;
        }
        if (reply.usage() == null) {
            return null;
        }
        if (random.nextInt(100) < 8) {
            throw book.killed();
        }
        spend.counting(spending, turn + messageId, reply)
                .forEach(write -> store(turn).write((JpaWrite) write));
        book.told(reply.usage());
        return reply.usage();
    }

    private static NamedModel named(Provider provider, int answerTokens, Price price) {
        return new NamedModel(
                provider.name(),
                provider,
                new ModelProfile(EnumSet.allOf(Capability.class), 1_000, answerTokens, 100, price),
                Duration.ofMillis(1),
                CLOCK);
    }

    private static Map<Scope, Quantity> limits(Random random) {
        long none = Long.MAX_VALUE;
        Quantity amount =
                switch (random.nextInt(4)) {
                    case 0 -> new Quantity(20 + random.nextInt(60), none, none);
                    case 1 -> new Quantity(none, 1_500 + random.nextInt(2_500), none);
                    case 2 -> new Quantity(none, none, 5_000 + random.nextInt(12_000));
                    default -> new Quantity(60, 3_000, 9_000);
                };
        return random.nextBoolean()
                ? Map.of(Scope.PERSON_DAY, amount)
                : Map.of(Scope.TENANT_DAY, amount, Scope.TURN, new Quantity(none, 400, none));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensTheLimitHoldsAndNobodyIsRefusedWhatIsLeft(long seed) throws Exception {
        Random choice = new Random(seed);
        Map<Scope, Quantity> limits = limits(choice);
        Scope scope = limits.containsKey(Scope.PERSON_DAY) ? Scope.PERSON_DAY : Scope.TENANT_DAY;
        Quantity limit = limits.get(scope);

        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> turns = IntStream.range(0, TURNS)
                    .<Future<?>>mapToObj(i -> {
                        Random random = new Random(choice.nextLong());
                        return many.submit(() -> turn(i, random, limits));
                    })
                    .toList();
            for (Future<?> turn : turns) {
                turn.get();
            }
        }
        UsageBook book = new JpaUsageBook(store(0));
        book.spendAbandoned(NOW.plus(LONGEST_CALL).plusMillis(1));

        Spending alice = new Spending("default", "alice", "c0", LocalDate.ofInstant(NOW, ZoneOffset.UTC));
        Quantity spent = book.spent(scope, alice);
        assertThat(spent).as("each call counted once, as told or in full").isEqualTo(account.counted());
        assertThat(account.used().isWithin(spent)).as("nothing used is missing").isTrue();
        assertThat(spent.minus(account.dearest()).isWithin(limit))
                .as("%s of %s, the dearest call being %s", spent, limit, account.dearest())
                .isTrue();
        assertThat(account.refusals)
                .filteredOn(refusal -> refusal.why().roomAt() == null)
                .filteredOn(refusal -> refusal.why().scope() == scope)
                .as("what was used up is still used up")
                .noneMatch(refusal -> spent.plus(refusal.max()).isWithin(limit));
        lastBitIsGranted(book, alice, scope, limit, spent);
    }

    private static void lastBitIsGranted(UsageBook book, Spending alice, Scope scope, Quantity limit, Quantity spent) {
        Quantity left = limit.minus(spent);
        Map<Scope, Quantity> only = Map.of(scope, limit);
        if (!Quantity.NOTHING.isWithin(left)) {
            return;
        }
        ModelCall call = new ModelCall(alice, "last", "last-m1", "last");
        assertThatThrownBy(() -> book.hold(
                        call, left.plus(new Quantity(1, 1, 1)), NOW.plus(LONGEST_CALL), Quantity.NOTHING, only))
                .isInstanceOf(BudgetExceeded.class);
        book.hold(call, left, NOW.plus(LONGEST_CALL), Quantity.NOTHING, only);
    }
}
