package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.MessageUsage;
import clda.kit.ScriptedModel;
import clda.kit.Shown;
import clda.kit.StandIn;
import clda.llm.Cancellation;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of calls to models, as the router makes them. */
class ModelMetersTest {

    private static final Price PRICE =
            new Price(new BigDecimal("1.00"), BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("2.00"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedModel first = new ScriptedModel();
    private final ScriptedModel second = new ScriptedModel();
    private final ModelRouter router =
            new ModelRouter(List.of(named("first", first), named("second", second)), Map.of(), new RetryBudget());

    private static NamedModel named(String name, ScriptedModel model) {
        ModelProfile profile = new ModelProfile(EnumSet.allOf(Capability.class), 32_000, 4_000, 2, PRICE);
        return new NamedModel(name, model, profile, Duration.ofSeconds(5), Clock.systemUTC());
    }

    @BeforeEach
    void watch() {
        router.watch(new ModelMeters(
                registry, Set.of("first", "second"), model -> router.troubles().containsKey(model)));
    }

    private void asks() {
        new StandIn(router)
                .respond(
                        new ModelRequest(List.of(new UserMessage("Hello")), List.of(), ModelRequest.Options.PLAIN),
                        new Shown(),
                        new Cancellation());
    }

    private long calls(String model, String outcome) {
        var timer = registry.find("clda.model.call.duration")
                .tags("model", model, "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private double count(String name, String... tags) {
        var counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void anAnswerIsCountedWithItsTokensAndItsCost() {
        first.replies(ModelReply.text("gpt-5", "Hi", new MessageUsage(1_000_000, 500_000, 200_000L, null, null)));

        asks();

        assertThat(calls("first", "answered")).isEqualTo(1);
        assertThat(count("clda.model.tokens", "model", "first", "kind", "input"))
                .isEqualTo(1_000_000);
        assertThat(count("clda.model.tokens", "model", "first", "kind", "cached_input"))
                .isEqualTo(200_000);
        assertThat(count("clda.model.tokens", "model", "first", "kind", "output"))
                .isEqualTo(500_000);
        // 0.8 of a million at 1.00 and 0.5 at 2.00; what was read from the cache costs nothing here.
        assertThat(count("clda.model.cost", "model", "first")).isEqualTo(1.8);
    }

    @Test
    void whatTheProviderDidNotTellIsNotCountedAsNone() {
        first.answersWith("Hi");

        asks();

        assertThat(calls("first", "answered")).isEqualTo(1);
        assertThat(registry.find("clda.model.tokens").counters()).isEmpty();
    }

    @Test
    void aFailureIsCountedByItsReasonAndTheNextOfTheOrderAsAFallback() {
        first.failsWith(Reason.TOO_SLOW);
        second.answersWith("Hi");

        asks();

        assertThat(calls("first", "too_slow")).isEqualTo(1);
        assertThat(calls("second", "answered")).isEqualTo(1);
        assertThat(count("clda.model.fallbacks", "model", "first", "reason", "too_slow"))
                .isEqualTo(1);
        assertThat(registry.get("clda.model.trouble")
                        .tag("model", "first")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("clda.model.trouble")
                        .tag("model", "second")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void aModelThatRestsIsPassedOverWithoutACall() {
        first.failsWith(Reason.DENIED);
        second.answersWith("Hi").answersWith("Hi");

        asks();
        asks();

        assertThat(calls("first", "denied")).isEqualTo(1);
        assertThat(count("clda.model.fallbacks", "model", "first", "reason", "denied"))
                .isEqualTo(2);
        assertThat(calls("second", "answered")).isEqualTo(2);
    }
}
