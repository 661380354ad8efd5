package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import clda.it.People.Look;
import clda.kit.ScriptedModelServer;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person in front of the chat while a language model streams. */
class StreamingPageIT {

    private static ScriptedModelServer model;
    private static RunningServer server;
    private static People people;

    @BeforeAll
    static void start() {
        model = new ScriptedModelServer();
        server = RunningServer.start(
                "streaming",
                Map.of(
                        "clda.llm.base-url", model.baseUrl(),
                        "clda.llm.model", "scripted-1",
                        "clda.llm.price.input", "0.25",
                        "clda.llm.price.output", "2.00",
                        "clda.budget.turn.tokens", "100000",
                        "clda.budget.person-day.tokens", "1000000",
                        "clda.budget.person-day.money", "5.00"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
        model.close();
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        people.leave();
        model.forget();
    }

    @Test
    void textIsSeenWhileItComesAndStopStops() {
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            wire.text(" a time");
            model.silence().write(wire);
        });
        Page page = people.signIn("alice", Look.DESKTOP);
        say(page, "tell me a story");
        assertThat(lastTurn(page).locator(".markdown")).hasText("Once upon a time");
        assertThat(lastTurn(page).locator(".dots")).isVisible();
        shot(page, "streaming-desktop");

        page.locator("#stop").click();

        assertThat(lastTurn(page).locator(".status")).containsText("Stopped");
        assertThat(lastTurn(page).locator(".markdown")).hasText("Once upon a time");
        assertThat(page.locator("#stop")).isHidden();
    }

    @Test
    void everybodySeesWhatTheyHaveUsed() {
        model.then(ScriptedModelServer.text("There ", "it ", "is."));
        Page page = people.signIn("bob", Look.DESKTOP);
        say(page, "write something");
        assertThat(lastTurn(page).locator(".markdown")).hasText("There it is.");

        page.locator(".nav a", new Page.LocatorOptions().setHasText("Usage")).click();

        assertThat(page.locator(".usage tbody tr")).hasCount(1);
        assertThat(page.locator(".usage tbody")).containsText("scripted-1");
        assertThat(page.locator("#budgets")).containsText("23 / 1,000,000 tokens");
        shot(page, "usage-desktop");
        Page dark = people.signIn("carol", Look.DARK);
        dark.navigate(server.uri("/usage.xhtml").toString());
        assertThat(dark.locator("#report")).hasText("No model has been asked yet.");
        shot(dark, "usage-dark-empty");
        Page phone = people.signIn("bob", Look.PHONE);
        phone.navigate(server.uri("/usage.xhtml").toString());
        assertThat(phone.locator(".usage tbody tr")).hasCount(1);
        shot(phone, "usage-phone");
        org.assertj.core.api.Assertions.assertThat(People.overflow(phone)).isZero();
    }

    @Test
    void aSecondPageThatComesInTheMiddleShowsTheSameWords() {
        CountDownLatch goOn = new CountDownLatch(1);
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            goOn.await();
            wire.text(" a time.");
            wire.finish("stop");
            wire.done();
        });
        Page first = people.signIn("alice", Look.DESKTOP);
        say(first, "tell me a story");
        assertThat(lastTurn(first).locator(".markdown")).hasText("Once upon");

        first.reload();
        assertThat(lastTurn(first).locator(".markdown")).hasText("Once upon");
        goOn.countDown();

        assertThat(lastTurn(first).locator(".markdown")).hasText("Once upon a time.");
        assertThat(first.locator(".markdown")).hasCount(1);
    }

    @Test
    void markdownIsRenderedCleanAndLoadsNothingFromElsewhere() {
        model.then(ScriptedModelServer.text(
                "# Title\n\n",
                "A [link](https://example.com) and <img src=x onerror=alert(1)>",
                " ![spy](https://evil.example/pixel.png)\n\n",
                "```java\nint x = 1;\n```\n\n",
                "| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(2)</script>"));
        Page page = people.signIn("alice", Look.DESKTOP);

        say(page, "show me everything");

        assertThat(lastTurn(page).locator(".markdown h1")).hasText("Title");
        assertThat(lastTurn(page).locator(".markdown table td").first()).hasText("1");
        assertThat(lastTurn(page).locator(".markdown pre code")).containsText("int x = 1;");
        assertThat(lastTurn(page).locator(".markdown a")).hasAttribute("rel", "noopener noreferrer nofollow");
        assertThat(lastTurn(page).locator(".markdown img")).hasCount(0);
        assertThat(lastTurn(page).locator(".markdown script")).hasCount(0);
        assertThat(lastTurn(page).locator(".markdown")).containsText("<img src=x onerror=alert(1)>");
        assertThat(lastTurn(page).locator(".markdown")).containsText("image not loaded: spy");
        shot(page, "markdown-desktop");
    }

    @Test
    void tryingAgainShowsTheNewAnswer() {
        model.then(ScriptedModelServer.text("First answer.")).then(ScriptedModelServer.text("Second answer."));
        Page page = people.signIn("bob", Look.DARK);
        say(page, "answer me");
        assertThat(lastTurn(page).locator(".markdown")).hasText("First answer.");

        lastTurn(page).getByText("Try again").click();

        assertThat(lastTurn(page).locator(".markdown")).hasText("Second answer.");
        assertThat(page.locator("li.turn")).hasCount(1);
        shot(page, "retry-dark");
    }
}
