package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is shown before approving: nothing hidden, nothing cut. */
class ShownTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.com",
                "会议改到明天下午三点，请准时。",
                "Привет, мир",
                "Καλημέρα",
                "¿Qué tal? Größe 5 €",
                "two\nlines",
                "emoji 🚚 and 50 %"
            })
    void ordinaryTextIsShownAsItIs(String text) {
        assertThat(ShownText.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "b\u043eb@example.com, b\u043e\u27e8U+043E\u27e9b@example.com",
        "p\u0430ypal.com, p\u0430\u27e8U+0430\u27e9ypal.com",
        "\u202etxt.exe, \u27e8U+202E\u27e9txt.exe",
        "pay\u200bpal, pay\u27e8U+200B\u27e9pal",
        "\uff11\uff10\uff10, \uff11\u27e8U+FF11\u27e9\uff10\u27e8U+FF10\u27e9\uff10\u27e8U+FF10\u27e9",
        "a\u00a0b, a\u27e8U+00A0\u27e9b",
        "x\u3164y, x\u27e8U+3164\u27e9y"
    })
    void whatCannotBeSeenOrLooksLikeSomethingElseIsMarked(String text, String shown) {
        assertThat(ShownText.of(text)).isEqualTo(shown);
    }

    @Test
    void aWordThatLooksWhollyLatinAndIsNotIsMarked() {
        assertThat(ShownText.of("\u0441\u043e\u0440\u0430")).contains("U+0441");
    }

    @Test
    void nothingIsCut() {
        String text = "x".repeat(10_240);

        assertThat(ShownText.of(text)).isEqualTo(text);
    }

    @Test
    void halfOfACharacterIsMarked() {
        assertThat(ShownText.of("a\ud83d")).isEqualTo("a⟨U+D83D⟩");
    }
}
