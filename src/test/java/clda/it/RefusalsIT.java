package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the server refuses is told in the language of the page. */
class RefusalsIT {

    private static final String MODULE =
            """
            import { refusal } from './assets/refusals.js';
            window.refusal = refusal;
            window.ready = true;
            """;

    @Test
    void numbersAreKeptAndWhatHasNoWordsIsSaidAsItIs() {
        try (PageParts parts = new PageParts()) {
            Page chinese = parts.page(Locale.SIMPLIFIED_CHINESE, "", MODULE);
            assertThat(chinese.evaluate("() => refusal('The text has 40000 characters; the maximum is 32000.')"))
                    .isEqualTo("文字有 40,000 个字符，最多允许 32,000 个。");
            assertThat(chinese.evaluate("() => refusal('nlu/stock.yml, line 3: no intent')"))
                    .isEqualTo("请求未被接受（nlu/stock.yml, line 3: no intent）");

            Page english = parts.page(Locale.ENGLISH, "", MODULE);
            assertThat(english.evaluate("() => refusal('The time to decide has passed.')"))
                    .isEqualTo("The time to decide has passed.");
        }
    }
}
