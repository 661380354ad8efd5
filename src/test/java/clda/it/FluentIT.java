package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long answers and long conversations keep the page busy for short moments only. What is held to limits is the work of the page's
 * main thread, which does not depend on what else the machine does.
 */
class FluentIT {

    private static final int LENGTH = 50_000;
    private static final long PACE_NANOS = 3_000_000;

    private static Playwright playwright;
    private static Browser browser;
    private static FluentChat chat;

    @BeforeAll
    static void start() {
        playwright = Playwright.create();
        browser = People.launch(playwright);
        chat = new FluentChat(browser);
        chat.isAnswered(LongAnswers.mixed(1_000), PACE_NANOS);
    }

    @AfterAll
    static void stop() {
        chat.close();
        browser.close();
        playwright.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "list", "mixed"})
    void anAnswerOf50KbNeverHoldsThePageUp(String kind) {
        String text =
                switch (kind) {
                    case "code" -> LongAnswers.code(LENGTH);
                    case "list" -> LongAnswers.list(LENGTH);
                    default -> LongAnswers.mixed(LENGTH);
                };
        chat.beginsAnew();

        MainThread.Seen seen = chat.isAnswered(text, PACE_NANOS).seen();

        System.out.printf("50 KB, %s: %.0f ms at most, %.2f s in all%n", kind, seen.max(), seen.busy());
        assertThat(seen.max()).as("milliseconds of work without a pause").isLessThan(100);
        // The goal is 1.5 s on a machine that does nothing else, as the campaign measures it.
        assertThat(seen.busy()).as("seconds of work").isLessThan(3);
    }

    @Test
    void aConversationOf200TurnsOpensAtOnceAndIsReadBackAndGoesOn() {
        String id = chat.conversation(200);

        FluentChat.Opened opened = chat.opens(id, 30);
        MainThread.Seen answered =
                chat.isAnswered(LongAnswers.text(3_000), PACE_NANOS).seen();
        MainThread.Seen back = chat.goesBack(10).seen();
        MainThread.Seen later =
                chat.isAnswered(LongAnswers.mixed(3_000), PACE_NANOS).seen();

        System.out.printf(
                "200 turns: %.2f s to open, %.0f ms at most to go back, %.0f and %.0f for an answer%n",
                opened.seen().busy(), back.max(), answered.max(), later.max());
        assertThat(chat.page().locator("li.turn").count()).isEqualTo(202);
        assertThat(opened.seen().busy()).as("seconds of work to open it").isLessThan(0.5);
        assertThat(back.max())
                .as("milliseconds of work without a pause, going back")
                .isLessThan(100);
        assertThat(answered.max()).as("milliseconds of work without a pause").isLessThan(50);
        assertThat(later.max())
                .as("milliseconds of work without a pause, with all shown")
                .isLessThan(50);
    }
}
