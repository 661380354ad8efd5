package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.nlu.account.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read in simplified characters is handed on as it was written. */
class SaidTest {

    private static final Said SAID = Said.of("後天提醒我給銀行打電話");

    @Test
    void aPlaceInWhatIsReadIsThePlaceInWhatWasWritten() {
        int at = SAID.read().indexOf("给银行");

        assertThat(SAID.part(new Span(at, at + 3)).written()).isEqualTo("給銀行");
        assertThat(SAID.without(new Span(0, 2)).written()).isEqualTo("  提醒我給銀行打電話");
        assertThat(SAID.without(new Span(0, 2)).read()).isEqualTo("  提醒我给银行打电话");
    }

    @Test
    void wordsOfSeveralPartsAreAsTheyWereWritten() {
        List<Span> parts = List.of(new Span(0, 2), new Span(5, 11));

        assertThat(SAID.asWritten("后天 给银行打电话", parts)).isEqualTo("後天 給銀行打電話");
        assertThat(SAID.asWritten("银行打电话", parts)).isEqualTo("銀行打電話");
    }

    @Test
    void whatIsNotInItStaysAsItIs() {
        assertThat(SAID.asWritten("2026-11-26", List.of(new Span(0, 2)))).isEqualTo("2026-11-26");
        assertThat(SAID.asWritten("给银行", List.of(new Span(0, 2)))).isEqualTo("给银行");
        assertThat(SAID.asWritten("", List.of())).isEmpty();
    }

    @Test
    void textsOfDifferentLengthsAreNotTheSameSentence() {
        assertThatThrownBy(() -> new Said("後天", "后")).isInstanceOf(IllegalArgumentException.class);
    }
}
