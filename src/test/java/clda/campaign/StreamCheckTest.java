package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import clda.campaign.StreamCheck.Result;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the campaign looks for is seen if it is there. */
class StreamCheckTest {

    private final StreamCheck check = new StreamCheck();

    private void read(String conversationId, long... seqs) {
        for (long seq : seqs) {
            check.read(conversationId, seq);
        }
    }

    @Test
    void everythingOnceAndInOrderIsRight() {
        read("a", 1, 2, 3);
        read("gone", 1, 2, 0);

        assertThat(check.compare(Map.of("a", 3L), Set.of("gone"))).isEqualTo(new Result(6, 0, 0, 0, 0));
    }

    @Test
    void whatIsMissingInTheMiddleOrAtTheEndIsLost() {
        read("a", 1, 3);
        read("b", 1);

        assertThat(check.compare(Map.of("a", 3L, "b", 2L, "c", 1L), Set.of()).lost())
                .isEqualTo(3);
    }

    @Test
    void anErasureThatIsNotToldIsLost() {
        read("gone", 1, 2);

        assertThat(check.compare(Map.of(), Set.of("gone")).lost()).isEqualTo(1);
    }

    @Test
    void whatComesTwiceIsDoubled() {
        read("a", 1, 2, 2);

        assertThat(check.compare(Map.of("a", 2L), Set.of())).isEqualTo(new Result(3, 0, 1, 0, 0));
    }

    @Test
    void whatComesLateIsDisordered() {
        read("a", 1, 3, 2);
        read("gone", 0, 1);

        assertThat(check.compare(Map.of("a", 3L), Set.of("gone")).disordered()).isEqualTo(2);
    }

    @Test
    void whatNobodyStoredIsStrange() {
        read("a", 1, 2, 0);

        assertThat(check.compare(Map.of("a", 1L), Set.of()).strange()).isEqualTo(2);
    }
}
