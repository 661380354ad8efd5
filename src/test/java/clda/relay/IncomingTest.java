package clda.relay;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.TextDelta;
import clda.relay.Incoming.Verdict;
import clda.relay.NodeMessage.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {

    private final Incoming incoming = new Incoming();

    private static Text piece(long attempt, int index, String text) {
        return piece("t1", attempt, index, text);
    }

    private static Text piece(String turn, long attempt, int index, String text) {
        return piece(turn, 1, attempt, index, text);
    }

    private static Text piece(String turn, int message, long attempt, int index, String text) {
        return new Text("c1", turn, turn + "-m" + message, attempt, index, text);
    }

    private Verdict takes(Text piece) {
        return incoming.take("b", piece);
    }

    private static Verdict shows(int index, String text) {
        return new Verdict.Show(new TextDelta("t1", "t1-m1", index, text));
    }

    private static final Verdict DROPS = new Verdict.Drop();
    private static final Verdict MISSES = new Verdict.Missing();

    @Test
    void piecesThatFollowEachOtherAreShown() {
        assertThat(takes(piece(1, 0, "Hel"))).isEqualTo(shows(0, "Hel"));
        assertThat(takes(piece(1, 3, "lo"))).isEqualTo(shows(3, "lo"));
    }

    @Test
    void whatIsKnownIsNotShownAgainAndOfAPieceOnlyTheNewPart() {
        takes(piece(1, 0, "Hello"));

        assertThat(takes(piece(1, 0, "Hello"))).isEqualTo(DROPS);
        assertThat(takes(piece(1, 3, "lo, wor"))).isEqualTo(shows(5, ", wor"));
    }

    @Test
    void aGapIsMissedUntilTheTextSoFarArrives() {
        takes(piece(1, 0, "Hel"));

        assertThat(takes(piece(1, 5, " world"))).isEqualTo(MISSES);
        assertThat(takes(piece(1, 0, "Hello world"))).isEqualTo(shows(3, "lo world"));
    }

    @Test
    void aReaderThatComesLateMissesTheBeginning() {
        assertThat(takes(piece(4, 7, "later"))).isEqualTo(MISSES);
        assertThat(takes(piece(4, 0, "earlierlater"))).isEqualTo(shows(0, "earlierlater"));
    }

    @Test
    void aMessageThatBeginsAnewRestartsAndWhatWasSentBeforeComesTooLate() {
        takes(piece(1, 0, "A false start"));

        assertThat(takes(piece(2, 0, ""))).isEqualTo(shows(0, ""));
        assertThat(takes(piece(1, 13, " that goes on"))).isEqualTo(DROPS);
        assertThat(takes(piece(2, 0, "Right"))).isEqualTo(shows(0, "Right"));
    }

    @Test
    void aNodeFromWhichTheTurnWasTakenOverIsNotListenedToAnyMore() {
        incoming.take("b", piece(7, 0, "from the first"));

        assertThat(incoming.take("c", piece(1, 0, "from the second"))).isEqualTo(shows(0, "from the second"));
        assertThat(incoming.take("b", piece(7, 14, " goes on"))).isEqualTo(DROPS);
        assertThat(incoming.take("b", piece(8, 0, "begins again"))).isEqualTo(DROPS);
        assertThat(incoming.take("c", piece(1, 15, "."))).isEqualTo(shows(15, "."));
    }

    @Test
    void aNodeThatGetsTheTurnBackIsListenedToAgain() {
        incoming.take("b", piece("t1", 8, 7, 0, "asks"));
        incoming.take("c", piece("t1", 9, 1, 0, "asks again"));

        assertThat(incoming.take("b", piece("t1", 10, 8, 0, "does")))
                .isEqualTo(new Verdict.Show(new TextDelta("t1", "t1-m10", 0, "does")));
        assertThat(incoming.take("c", piece("t1", 9, 1, 10, " late"))).isEqualTo(DROPS);
        assertThat(incoming.take("b", piece("t1", 10, 8, 4, " it")))
                .isEqualTo(new Verdict.Show(new TextDelta("t1", "t1-m10", 4, " it")));
    }

    @Test
    void theNextTurnMayRunWhereverItWants() {
        incoming.take("b", piece("t1", 7, 0, "one"));
        incoming.take("c", piece("t1", 1, 0, "one"));

        assertThat(incoming.take("b", piece("t2", 8, 0, "two")))
                .isEqualTo(new Verdict.Show(new TextDelta("t2", "t2-m1", 0, "two")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsLostOrDoubledTheTextIsWholeInTheEnd(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            // Given a text in pieces, of which some are lost and some sent twice
            String text = "x%d ".formatted(round).repeat(1 + random.nextInt(20));
            List<Text> sent = new ArrayList<>();
            int index = 0;
            while (index < text.length()) {
                int end = Math.min(text.length(), index + 1 + random.nextInt(9));
                Text piece = piece("t" + round, 1, index, text.substring(index, end));
                sent.addAll(Collections.nCopies(random.nextInt(3), piece));
                index = end;
            }

            // When they arrive, and whoever misses something is told the text so far
            StringBuilder shown = new StringBuilder();
            List<Text> arriving = new ArrayList<>(sent);
            arriving.add(piece("t" + round, 1, 0, text));
            for (Text piece : arriving) {
                if (incoming.take("b", piece) instanceof Verdict.Show show) {
                    assertThat(show.delta().index()).isEqualTo(shown.length());
                    shown.append(show.delta().text());
                }
            }

            // Then each character was shown once
            assertThat(shown).hasToString(text);
        }
    }
}
