package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.TextDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One send at a time, bounded, and pieces of text put together while the client is busy. */
class OutboundQueueTest {

    private final List<Outbound> sent = new ArrayList<>();
    private final List<Consumer<Throwable>> onTheirWay = new ArrayList<>();
    private boolean givenUp;

    private final OutboundQueue<Outbound> queue = new OutboundQueue<>(
            3,
            (item, done) -> {
                sent.add(item);
                onTheirWay.add(done);
            },
            Outbound::merge,
            () -> givenUp = true);

    private static Outbound delta(int index, String text) {
        return new Outbound.Delta(new TextDelta("t1", "t1-m1", index, text));
    }

    private void arrives() {
        onTheirWay.removeFirst().accept(null);
    }

    @Test
    void theNextIsSentWhenTheOneBeforeHasArrived() {
        queue.add(new Outbound.Note("1"));
        queue.add(new Outbound.Note("2"));
        assertThat(sent).hasSize(1);

        arrives();

        assertThat(sent).extracting(Outbound::json).containsExactly("1", "2");
    }

    @Test
    void piecesThatWaitBecomeOne() {
        queue.add(delta(0, "Once"));
        queue.add(delta(4, " upon"));
        queue.add(delta(9, " a time"));

        arrives();

        assertThat(sent).containsExactly(delta(0, "Once"), delta(4, " upon a time"));
    }

    @Test
    void aNewBeginningIsNotPutToTheOldText() {
        queue.add(new Outbound.Note("busy"));
        queue.add(delta(4, " upon"));
        queue.add(delta(0, "Anew"));

        arrives();
        arrives();

        assertThat(sent).contains(delta(4, " upon"), delta(0, "Anew"));
    }

    @Test
    void aClientThatIsTooSlowIsGivenUpOnce() {
        for (int i = 0; i < 10; i++) {
            queue.add(new Outbound.Note("note " + i));
        }

        assertThat(givenUp).isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    void nothingIsSentAfterAFailure() {
        queue.add(new Outbound.Note("1"));
        queue.add(new Outbound.Note("2"));

        onTheirWay.removeFirst().accept(new java.io.IOException("gone"));

        assertThat(sent).hasSize(1);
    }
}
