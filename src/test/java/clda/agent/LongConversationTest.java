package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import clda.conversation.EventType;
import clda.conversation.SummaryNote;
import clda.conversation.SummaryNote.Kind;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.StrictHistory;
import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the beginning of a long conversation. */
class LongConversationTest {

    private static final TurnLimits LIMITS = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 2_000);
    private static final int TURNS = 120;

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();

    private static String text(ModelRequest request) {
        return request.messages().stream().map(ModelMessage::toString).collect(Collectors.joining("\n"));
    }

    private Clda talks() {
        Clda clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(LIMITS));
        for (int turn = 1; turn <= TURNS; turn++) {
            if (turn == 3) {
                model.callsTool("find_order", "{\"orderNumber\":\"A-1001\"}").answersWith("It has shipped.");
                clda.says("My name is Li Wei 李伟. Where is order A-1001? Write to li.wei@example.com.");
            } else {
                model.answersWith("Answer " + turn + ": " + "and so on ".repeat(turn % 9));
                clda.says("Question " + turn + ": " + "tell me more 请继续 ".repeat(turn % 7));
            }
        }
        return clda;
    }

    @Test
    void whatWasSaidInTheThirdTurnIsStillThereInTheLast() {
        try (Clda clda = talks()) {
            ModelRequest last = model.asked().getLast();

            assertThat(text(last)).contains("Li Wei 李伟", "A-1001", "li.wei@example.com");
            assertThat(clda.events()).anyMatch(event -> event.type() == EventType.CONVERSATION_SUMMARIZED);
        }
    }

    @Test
    void whatIsSentStaysWithinTheWindowAndIsAValidHistory() {
        try (Clda clda = talks()) {
            TokenCounter counter = new TokenCounter();
            assertThat(model.asked()).allSatisfy(request -> {
                assertThat(StrictHistory.problem(request.messages())).isEmpty();
                assertThat(counter.count(text(request))).isLessThan(2 * LIMITS.contextTokens());
            });
        }
    }

    @Test
    void mostRequestsBeginWithTheOneBefore() {
        try (Clda clda = talks()) {
            List<ModelRequest> asked = model.asked();
            long continued = IntStream.range(1, asked.size())
                    .filter(i -> {
                        List<ModelMessage> before = asked.get(i - 1).messages();
                        List<ModelMessage> now = asked.get(i).messages();
                        return now.size() > before.size()
                                && now.subList(0, before.size()).equals(before);
                    })
                    .count();

            assertThat(continued).isGreaterThan(asked.size() * 4L / 5);
        }
    }

    @Test
    void notesSurviveARestart() {
        String conversation;
        try (Clda clda = talks()) {
            conversation = clda.conversationId();
        }
        model.answersWith("Li Wei.");

        try (Clda clda = Clda.comesBack(new SeEngine.Options(dataDir, model).limits(LIMITS), conversation)) {
            clda.says("What is my name?");

            assertThat(text(model.asked().getLast())).contains("Li Wei 李伟");
        }
    }

    @Test
    void namesAndDeedsAreTheLastToGo() {
        List<SummaryNote> before = new ArrayList<>(List.of(new SummaryNote(Kind.GIST, "t99", "in short")));
        for (int i = 0; i < 100; i++) {
            for (Kind kind : EnumSet.complementOf(EnumSet.of(Kind.GIST))) {
                before.add(new SummaryNote(kind, "t" + i, kind.word() + " number " + i));
            }
        }

        List<SummaryNote> kept = Notes.of(before, List.of(), 6_000);

        Set<Kind> left = new HashSet<>(kept.stream().map(SummaryNote::kind).toList());
        assertThat(left)
                .contains(Kind.GIST, Kind.VALUE, Kind.DONE, Kind.DECIDED)
                .doesNotContain(Kind.ANSWERED, Kind.SEEN);
        assertThat(kept).filteredOn(note -> note.kind() == Kind.VALUE).hasSizeGreaterThan(60);
    }

    /** Of the longest message there may be, made of what looks like the beginning of a mail address. */
    @Test
    void nothingThatAPersonWritesKeepsNotesFromBeingMade() {
        TurnLimits wide = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 200_000);
        try (Clda clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(wide))) {
            for (String text : List.of("a@" + "a.".repeat(15_999), "1.".repeat(16_000), "a".repeat(32_000))) {
                model.answersWith("I see.");
                List<Turn> saidTwentyTimes = Collections.nCopies(20, clda.says(text));

                List<SummaryNote> notes = assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> Notes.of(List.of(), saidTwentyTimes, 100_000),
                        text.substring(0, 4));

                assertThat(notes).extracting(SummaryNote::kind).contains(Kind.SAID);
            }
        }
    }
}
