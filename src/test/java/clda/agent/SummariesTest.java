package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationEvent.ConversationSummarized;
import clda.conversation.MessageUsage;
import clda.conversation.SummaryNote;
import clda.conversation.SummaryNote.Kind;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is long ago is put in short by a model, beside the notes. */
class SummariesTest {

    private static final TurnLimits LIMITS = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 600);

    /** Talks, and sums up as it is told. */
    private static final class Talker implements ModelClient {
        private final List<ModelRequest> summaries = new CopyOnWriteArrayList<>();
        private volatile ModelRequest lastAsked;
        private volatile IntFunction<ModelReply> sumsUp = n -> ModelReply.text(
                "s", "Gist " + n + ": Li Wei 李伟 wants a refund; nothing is decided.", new MessageUsage(50, 20));

        @Override
        public String name() {
            return "talker";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            if (request.options().purpose() == Purpose.SUMMARY) {
                summaries.add(request);
                return sumsUp.apply(summaries.size());
            }
            lastAsked = request;
            return ModelReply.text(name(), "And so on and on. ".repeat(8), null);
        }
    }

    @TempDir
    Path dataDir;

    private final Talker model = new Talker();
    private Clda clda;

    @BeforeEach
    void open() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(LIMITS).afterwards(Purpose.SUMMARY));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private void talksUntilNotesAreMade(int times) {
        for (int turn = 0; notesMade() < times; turn++) {
            assertThat(turn).as("turns until notes are made").isLessThan(60);
            clda.says("Tell me more about the refund. " + "请继续 ".repeat(6));
        }
    }

    private long notesMade() {
        return clda.events().stream()
                .filter(event -> event.event() instanceof ConversationSummarized summary
                        && summary.notes().stream().noneMatch(note -> isGistOf(note, summary)))
                .count();
    }

    private static boolean isGistOf(SummaryNote note, ConversationSummarized summary) {
        return note.kind() == Kind.GIST && note.turnId().equals(summary.through());
    }

    private List<String> gists() {
        return clda.events().stream()
                .filter(event -> event.event() instanceof ConversationSummarized)
                .map(event -> (ConversationSummarized) event.event())
                .flatMap(summary -> summary.notes().stream().filter(note -> isGistOf(note, summary)))
                .map(SummaryNote::text)
                .toList();
    }

    private void awaitGists(int times) {
        Awaitility.await().untilAsserted(() -> assertThat(gists()).hasSize(times));
    }

    private String toldOfThePast() {
        return ((SystemMessage) model.lastAsked.messages().get(1)).text();
    }

    @Test
    void theNextTurnIsToldInShortAndStillHasTheNotes() {
        talksUntilNotesAreMade(1);
        awaitGists(1);

        clda.says("and?");

        assertThat(toldOfThePast()).contains("Gist 1: Li Wei 李伟 wants a refund").contains("The person said:");
        assertThat(((UserMessage) model.summaries.getFirst().messages().get(1)).text())
                .startsWith("Summary until now: none")
                .contains("> Tell me more about the refund.");
    }

    @Test
    void theNextSummaryGoesOnFromTheOneBeforeAndTakesItsPlace() {
        talksUntilNotesAreMade(1);
        awaitGists(1);
        talksUntilNotesAreMade(2);
        awaitGists(2);

        clda.says("and?");

        assertThat(((UserMessage) model.summaries.get(1).messages().get(1)).text())
                .startsWith("Summary until now: Gist 1");
        assertThat(toldOfThePast()).contains("Gist 2").doesNotContain("Gist 1");
    }

    @Test
    void whatIsNoSummaryIsNotKeptAndTheTalkGoesOnWithTheNotes() {
        model.sumsUp = n -> {
            throw new ModelFailure(ModelFailure.Reason.BROKEN, "as scripted");
        };
        talksUntilNotesAreMade(1);
        Awaitility.await().until(() -> model.summaries.size() == 1);
        model.sumsUp = n -> ModelReply.text("s", "x".repeat(1_001), null);
        talksUntilNotesAreMade(2);
        Awaitility.await().until(() -> model.summaries.size() == 2);

        clda.says("and?");

        assertThat(gists()).isEmpty();
        assertThat(toldOfThePast()).contains("The person said:").doesNotContain("In short");
    }
}
