package clda.llm.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.MovableClock;
import clda.kit.Shown;
import clda.kit.StandIn;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.Image;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Capability;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Options;
import clda.llm.ModelRequest.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is asked when somebody fails. */
@Isolated("listens to what the whole process logs")
class ModelRouterTest {

    /** Answers, or fails in the way that it was told to. */
    private static final class Flaky implements ModelClient {
        private final String name;
        private ModelFailure failure;
        private String shownBefore = "";
        private int asked;

        Flaky(String name) {
            this.name = name;
        }

        Flaky failing(Reason reason) {
            failure = new ModelFailure(reason, "scripted");
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            asked++;
            shown.text(shownBefore);
            if (failure != null) {
                throw failure;
            }
            shown.text("ok");
            return ModelReply.text(name, "ok", null);
        }
    }

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final Flaky first = new Flaky("first");
    private final Flaky second = new Flaky("second");
    private final Shown shown = new Shown();
    private final RetryBudget budget = new RetryBudget();
    private ModelRouter router = router(EnumSet.allOf(Capability.class), Map.of());
    private StandIn last;

    private ModelRouter router(Set<Capability> ofFirst, Map<Purpose, List<String>> orders) {
        return new ModelRouter(
                List.of(named(first, ofFirst), named(second, EnumSet.allOf(Capability.class))), orders, budget);
    }

    private NamedModel named(Flaky model, Set<Capability> capabilities) {
        return new NamedModel(
                model.name(),
                model,
                new ModelProfile(capabilities, 32_000, 4_000, 2, ModelProfile.Price.FREE),
                Duration.ofSeconds(5),
                clock);
    }

    private ModelReply ask() {
        return ask(Options.PLAIN, new UserMessage("Hello"));
    }

    private ModelReply ask(Options options, ModelMessage message) {
        last = new StandIn(router);
        return last.respond(new ModelRequest(List.of(message), List.of(), options), shown, new Cancellation());
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    @Test
    void theFirstAnswers() {
        assertThat(ask().model()).isEqualTo("first");
        assertThat(second.asked).isZero();
    }

    @Test
    void aPassingFailureIsTriedOnceMoreAndThenTheNextIsAsked() {
        first.failing(Reason.SERVER_ERROR);

        assertThat(ask().model()).isEqualTo("second");
        assertThat(first.asked).isEqualTo(2);
    }

    @Test
    void noAnswerInTimeIsNotTriedAgain() {
        first.failing(Reason.TOO_SLOW);

        assertThat(ask().model()).isEqualTo("second");
        assertThat(first.asked).isEqualTo(1);
    }

    @Test
    void nobodyElseIsAskedOnceSomethingWasShown() {
        first.failing(Reason.BROKEN).shownBefore = "Once upon";

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, this::ask);

        assertThat(failure.reason()).isEqualTo(Reason.BROKEN);
        assertThat(first.asked).isEqualTo(1);
        assertThat(second.asked).isZero();
        assertThat(shown.text()).isEqualTo("Once upon");
    }

    @Test
    void whenAllFailWhoeverAskedIsTold() {
        first.failing(Reason.UNREACHABLE);
        second.failing(Reason.DENIED);

        assertThat(ask().model()).isEqualTo("offline");
    }

    @Test
    void aModelThatKeepsFailingIsLeftAloneAndComesBackAfterThreeGoodProbes() {
        first.failing(Reason.TOO_SLOW);
        for (int i = 0; i < 5; i++) {
            ask();
        }
        int askedUntilThen = first.asked;
        ask();
        assertThat(first.asked).isEqualTo(askedUntilThen).isEqualTo(5);

        first.failure = null;
        passes(Duration.ofSeconds(21));

        for (int probe = 0; probe < 3; probe++) {
            assertThat(ask().model()).isEqualTo("first");
        }
        assertThat(ask().model()).isEqualTo("first");
    }

    @Test
    void oneBadProbeOfThreeLeavesItAloneAgain() {
        first.failing(Reason.TOO_SLOW);
        for (int i = 0; i < 5; i++) {
            ask();
        }
        passes(Duration.ofSeconds(21));
        first.failure = null;
        ask();
        ask();
        first.failing(Reason.TOO_SLOW);
        ask();
        first.failure = null;
        int asked = first.asked;

        assertThat(ask().model()).isEqualTo("second");
        assertThat(first.asked).isEqualTo(asked);
    }

    @Test
    void aKeyThatIsNotAcceptedIsNotTriedAgainAndAgain() {
        first.failing(Reason.DENIED);

        for (int i = 0; i < 100; i++) {
            assertThat(ask().model()).isEqualTo("second");
        }

        assertThat(first.asked).isEqualTo(1);
    }

    @Test
    void aFaultOfOursDoesNotTakeTheModelAwayFromAnybody() {
        first.failing(Reason.INVALID_REQUEST);
        for (int i = 0; i < 100; i++) {
            assertThat(ask().model()).isEqualTo("second");
        }
        assertThat(first.asked).isEqualTo(100);

        first.failure = null;
        assertThat(ask().model()).isEqualTo("first");
    }

    @Test
    void aModelThatDoesNotExistOrIsNotPaidForIsNotTriedAgainAndAgain() {
        for (Reason reason : List.of(Reason.NOT_FOUND, Reason.QUOTA)) {
            first.failing(reason);
            first.asked = 0;
            router = router(EnumSet.allOf(Capability.class), Map.of());
            for (int i = 0; i < 100; i++) {
                ask();
            }
            assertThat(first.asked).as(reason.name()).isLessThan(10);
        }
    }

    @Test
    void whyTheFirstGaveNoAnswerIsToldAlsoWhileItIsLeftAlone() {
        first.failing(Reason.DENIED);
        second.failing(Reason.UNREACHABLE);
        ask();
        assertThat(last.why().reason()).isEqualTo(Reason.DENIED);
        ask();

        assertThat(first.asked).isEqualTo(1);
        assertThat(last.why().reason()).isEqualTo(Reason.DENIED);
    }

    @Test
    void whatTheProviderSaidIsKeptForAdministratorsUntilTheModelAnswers() {
        first.failure = new ModelFailure(Reason.NOT_FOUND, "HTTP 404").saying("model 'x' not found");
        ask();

        assertThat(router.troubles().get("first").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(router.troubles().get("first").words()).isEqualTo("model 'x' not found");

        first.failure = null;
        ask();
        assertThat(router.troubles()).isEmpty();
    }

    @Test
    void theSameTroubleIsInTheLogOnce() {
        Logger log = Logger.getLogger(NamedModel.class.getName());
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Level before = log.getLevel();
        log.setLevel(Level.ALL);
        log.addHandler(handler);
        try {
            first.failure = new ModelFailure(Reason.INVALID_REQUEST, "HTTP 400").saying("role must alternate");
            for (int i = 0; i < 20; i++) {
                ask();
            }
            first.failure = null;
            ask();
            first.failure = new ModelFailure(Reason.INVALID_REQUEST, "HTTP 400").saying("role must alternate");
            ask();
        } finally {
            log.removeHandler(handler);
            log.setLevel(before);
        }

        assertThat(lines)
                .filteredOn(line -> line.contains("role must alternate"))
                .hasSize(2);
    }

    @Test
    void whatIsTooLongGoesBackToWhoeverCanShortenItAndElseToTheNext() {
        first.failure = new ModelFailure(Reason.TOO_LONG, "HTTP 400").of(new ModelFailure.Window(8_192, 9_000));
        assertThat(router.room(Options.PLAIN)).isEmpty();

        assertThat(catchThrowableOfType(
                                ModelFailure.class, () -> ask(Options.PLAIN.shortening(true), new UserMessage("Hello")))
                        .window()
                        .holds())
                .isEqualTo(8_192);
        assertThat(second.asked).isZero();
        assertThat(router.room(Options.PLAIN)).hasValue(8_192 - 2_048);
        assertThat(ask().model()).isEqualTo("second");
    }

    @Test
    void aModelThatSaysWhenToComeBackIsLeftAloneUntilThen() {
        first.failure = new ModelFailure(Reason.BUSY, "HTTP 429", Duration.ofSeconds(10), null);
        ask();
        first.failure = null;

        assertThat(ask().model()).isEqualTo("second");
        passes(Duration.ofSeconds(11));
        assertThat(ask().model()).isEqualTo("first");
    }

    @Test
    void retriesAreATenthOfTheRequests() {
        first.failing(Reason.SERVER_ERROR);
        second.failing(Reason.SERVER_ERROR);
        int asked = 400;
        for (int i = 0; i < asked; i++) {
            budget.request();
        }
        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += budget.take() ? 1 : 0;
        }

        assertThat(granted).isBetween(1, asked / 10 + 10);
    }

    @Test
    void whatAModelCannotTakeGoesToOneThatCan() {
        router = router(EnumSet.of(Capability.TOOLS), Map.of());

        assertThat(ask(
                                Options.PLAIN,
                                new UserMessage("What is this?", List.of(new Image("i1", "image/png", new byte[] {1}))))
                        .model())
                .isEqualTo("second");
    }

    @Test
    void theChosenModelIsAskedFirstAndPurposesHaveTheirOwnOrder() {
        router = router(EnumSet.allOf(Capability.class), Map.of(Purpose.TITLE, List.of("second")));

        assertThat(ask(new Options(Purpose.ANSWER, "second", null, null, null), new UserMessage("Hello"))
                        .model())
                .isEqualTo("second");
        assertThat(ask(new Options(Purpose.TITLE, null, null, null, null), new UserMessage("Hello"))
                        .model())
                .isEqualTo("second");
    }
}
