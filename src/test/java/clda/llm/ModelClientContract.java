package clda.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.Shown;
import clda.kit.speech.Said;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply.End;
import clda.llm.ModelReply.ProposedCall;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every model keeps to, the fake one included. */
public abstract class ModelClientContract {

    protected final Shown shown = new Shown();

    protected abstract ModelClient client();

    protected abstract void willSay(Said said);

    /** Begins to speak and then says nothing more; the latch tells that it was asked. */
    protected abstract CountDownLatch willHang();

    protected abstract void willFail();

    protected final ModelReply ask(ModelMessage... messages) {
        return ask(new Cancellation(), new ModelRequest(List.of(messages), List.of()));
    }

    protected final ModelReply ask() {
        return ask(new ModelMessage.SystemMessage("Be brief."), new ModelMessage.UserMessage("你好 👋"));
    }

    protected final ModelReply ask(Cancellation cancellation, ModelRequest request) {
        return client().respond(request, shown, cancellation);
    }

    protected final ModelFailure failure() {
        return catchThrowableOfType(ModelFailure.class, this::ask);
    }

    @Test
    void whatWasShownIsWhatWasSaid() {
        willSay(Said.text("Hello", ", ", "世界", " 👋"));

        ModelReply reply = ask();

        assertThat(reply.text()).isEqualTo("Hello, 世界 👋");
        assertThat(shown.text()).isEqualTo(reply.text());
        assertThat(reply.end()).isEqualTo(End.COMPLETE);
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.model()).isNotBlank();
    }

    @Test
    void callsThatWereAskedForTogetherComeInOrder() {
        willSay(Said.calls(
                "find_order", "{\"orderNumber\":\"A-1\"}", "find_order", "{\"orderNumber\":\"甲-2\"}", "x", "{}"));

        ModelReply reply = ask();

        assertThat(reply.calls()).extracting(ProposedCall::tool).containsExactly("find_order", "find_order", "x");
        assertThat(reply.calls().get(1).arguments().path("orderNumber").asText())
                .isEqualTo("甲-2");
        assertThat(reply.calls().get(2).arguments().isEmpty()).isTrue();
    }

    @Test
    void anAnswerAtTheLengthLimitSaysSo() {
        willSay(Said.text("Half an ans").endingWith(Said.End.LENGTH));

        assertThat(ask().truncated()).isTrue();
    }

    @Test
    void unknownUsageIsNotZero() {
        willSay(Said.text("ok").uncounted());

        assertThat(ask().usage()).isNull();
    }

    @Test
    void aFailureIsOneInOurWords() {
        willFail();

        ModelFailure failure = failure();

        assertThat(failure.reason()).isNotEqualTo(Reason.CANCELLED);
        assertThat(failure.getMessage()).doesNotContain("Exception", "scripted secret");
    }

    @Test
    void whoCancelsIsToldAtOnceAndSeesNothingMore() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        CountDownLatch asked = willHang();
        Thread.ofVirtual().start(() -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancellation.cancel();
        });

        ModelFailure failure = catchThrowableOfType(
                ModelFailure.class,
                () -> ask(cancellation, new ModelRequest(List.of(new ModelMessage.UserMessage("Go on")), List.of())));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
    }
}
