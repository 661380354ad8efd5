package clda.it;

import static clda.it.People.goTo;
import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import clda.it.People.Look;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person in front of the chat while a language model streams. */
class StreamingPageIT {

    @RegisterExtension
    static final ModelledChat CHAT = new ModelledChat(
            "streaming",
            Map.of(
                    "clda.llm.price.input", "0.25",
                    "clda.llm.price.output", "2.00",
                    "clda.budget.turn.tokens", "100000",
                    "clda.budget.person-day.tokens", "1000000",
                    "clda.budget.person-day.money", "5.00"));

    @Test
    void textIsSeenWhileItComesAndStopStops() {
        CHAT.model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            wire.text(" a time");
            CHAT.model.silence().write(wire);
        });
        Page page = CHAT.people().signIn("alice", Look.DESKTOP);
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
        CHAT.model.then(ScriptedModelServer.text("There ", "it ", "is."));
        Page page = CHAT.people().signIn("bob", Look.DESKTOP);
        say(page, "write something");
        assertThat(lastTurn(page).locator(".markdown")).hasText("There it is.");

        goTo(page, "Usage");

        assertThat(page.locator(".usage tbody tr")).hasCount(1);
        assertThat(page.locator(".usage tbody")).containsText("scripted-1");
        assertThat(page.locator("#budgets")).containsText("23 / 1,000,000 tokens");
        shot(page, "usage-desktop");
        Page dark = CHAT.people().signIn("carol", Look.DARK);
        dark.navigate(CHAT.server().uri("/usage.xhtml").toString());
        assertThat(dark.locator("#report")).hasText("No model has been used yet.");
        shot(dark, "usage-dark-empty");
        Page phone = CHAT.people().signIn("bob", Look.PHONE);
        phone.navigate(CHAT.server().uri("/usage.xhtml").toString());
        assertThat(phone.locator(".usage tbody tr")).hasCount(1);
        shot(phone, "usage-phone");
        org.assertj.core.api.Assertions.assertThat(People.overflow(phone)).isZero();
    }

    /** A picture that a camera might have taken, larger than it has to be. */
    private static FilePayload photo(String name, Color colour, String format) throws IOException {
        BufferedImage image = new BufferedImage(2400, 1200, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(colour);
        brush.fillRect(0, 0, 2400, 1200);
        brush.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return new FilePayload(name, "image/" + format, bytes.toByteArray());
    }

    @Test
    void imagesAreShownToTheModelAndSeenAgainLater() throws IOException {
        CHAT.model.then(ScriptedModelServer.text("Two ", "surfaces."));
        Page page = CHAT.people().signIn("alice", Look.DESKTOP);
        page.locator("#files").setInputFiles(new FilePayload[] {
            photo("red.png", Color.RED, "png"),
            photo("green.jpeg", new Color(20, 120, 60), "jpeg"),
            new FilePayload("page.svg", "image/svg+xml", "<svg/>".getBytes(StandardCharsets.UTF_8))
        });
        assertThat(page.locator(".thumb")).hasCount(2);
        assertThat(page.locator("#notice")).containsText("page.svg");
        shot(page, "images-before-desktop");

        say(page, "what do you see?");

        assertThat(lastTurn(page).locator(".markdown")).hasText("Two surfaces.");
        assertThat(lastTurn(page).locator(".pictures a img")).hasCount(2);
        assertThat(page.locator("#images")).isHidden();
        JsonNode content =
                CHAT.model.requests().getLast().path("messages").get(1).path("content");
        org.assertj.core.api.Assertions.assertThat(content)
                .extracting(part -> part.path("type").asText())
                .containsExactly("text", "image_url", "image_url");
        org.assertj.core.api.Assertions.assertThat(
                        content.get(2).path("image_url").path("url").asText())
                .startsWith("data:image/jpeg;base64,");
        shot(page, "images-desktop");
        page.evaluate(
                "id => fetch('api/v1/conversations/' + id, { method: 'PATCH', body: '{\"recorded\":true}',"
                        + " headers: { 'Content-Type': 'application/json' } })",
                page.url().replaceAll(".*c=", ""));
        assertThat(page.locator("#recorded")).isVisible();
        page.reload();
        assertThat(lastTurn(page).locator(".pictures a img")).hasCount(2);
        org.assertj.core.api.Assertions.assertThat(lastTurn(page)
                        .locator(".pictures img")
                        .first()
                        .evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(1568);
        assertThat(page.locator("#recorded")).isVisible();
        shot(page, "recorded-desktop");
        String conversation = page.url().replaceAll(".*[?]", "?");
        Page phone = CHAT.people().signIn("alice", Look.PHONE);
        phone.navigate(CHAT.server().uri("/index.xhtml" + conversation).toString());
        assertThat(lastTurn(phone).locator(".pictures a img")).hasCount(2);
        assertThat(phone.locator("#attach")).isVisible();
        phone.locator("#files").setInputFiles(photo("blue.png", Color.BLUE, "png"));
        assertThat(phone.locator(".thumb")).hasCount(1);
        shot(phone, "images-phone");
        org.assertj.core.api.Assertions.assertThat(People.overflow(phone)).isZero();
        phone.locator(".thumb button").click();
        assertThat(phone.locator("#images")).isHidden();
        Page dark = CHAT.people().signIn("alice", Look.DARK);
        dark.navigate(CHAT.server().uri("/index.xhtml" + conversation).toString());
        assertThat(lastTurn(dark).locator(".pictures a img")).hasCount(2);
        shot(dark, "images-dark");
        page.locator("#unrecord").click();
        assertThat(page.locator("#recorded")).isHidden();
    }

    @Test
    void aSecondPageThatComesInTheMiddleShowsTheSameWords() {
        CountDownLatch goOn = new CountDownLatch(1);
        CHAT.model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            goOn.await();
            wire.text(" a time.");
            wire.finish("stop");
            wire.done();
        });
        Page first = CHAT.people().signIn("alice", Look.DESKTOP);
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
        CHAT.model.then(ScriptedModelServer.text(
                "# Title\n\n",
                "A [link](https://example.com) and <img src=x onerror=alert(1)>",
                " ![spy](https://evil.example/pixel.png)\n\n",
                "```java\nint x = 1;\n```\n\n",
                "| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(2)</script>"));
        Page page = CHAT.people().signIn("alice", Look.DESKTOP);

        say(page, "show me everything");

        assertThat(lastTurn(page).locator(".markdown h3")).hasText("Title");
        assertThat(lastTurn(page).locator(".markdown table td").first()).hasText("1");
        assertThat(lastTurn(page).locator(".markdown pre code")).containsText("int x = 1;");
        assertThat(lastTurn(page).locator(".markdown pre .hljs-number")).hasText("1");
        assertThat(lastTurn(page).locator(".markdown a")).hasAttribute("rel", "noopener noreferrer nofollow");
        assertThat(lastTurn(page).locator(".markdown img")).hasCount(0);
        assertThat(lastTurn(page).locator(".markdown script")).hasCount(0);
        assertThat(lastTurn(page).locator(".markdown")).containsText("<img src=x onerror=alert(1)>");
        assertThat(lastTurn(page).locator(".markdown")).containsText("image not loaded: spy");
        shot(page, "markdown-desktop");
    }

    @Test
    void aMailOfAModelIsShownAndSentAsItWasWritten() {
        for (Look look : java.util.List.of(Look.DESKTOP, Look.CHINESE)) {
            CHAT.model
                    .then(
                            ScriptedModelServer.calls(
                                    "send_email",
                                    "{\"to\":\"bob@example.com\",\"subject\":\"lunch?\",\"body\":\"see https://example.com/a\\n\\nBest\\nAlice\"}"))
                    .then(ScriptedModelServer.text("Sent."));
            Page page = CHAT.people().signIn("alice", look);

            say(page, "mail bob about lunch");

            assertThat(lastTurn(page).locator(".question dd").nth(1)).hasText("lunch?");
            org.assertj.core.api.Assertions.assertThat(
                            lastTurn(page).locator(".question dd").nth(2).textContent())
                    .isEqualTo("see https://example.com/a\n\nBest\nAlice");
            lastTurn(page).locator(".approve").click();
            assertThat(lastTurn(page).locator(".markdown")).hasText("Sent.");
            page.navigate(CHAT.server().uri("/mailbox.xhtml").toString());
            org.assertj.core.api.Assertions.assertThat(
                            page.locator(".mail-text").first().textContent().strip())
                    .isEqualTo("see https://example.com/a\n\nBest\nAlice");
        }
    }

    @Test
    void tryingAgainShowsTheNewAnswer() {
        CHAT.model.then(ScriptedModelServer.text("First answer.")).then(ScriptedModelServer.text("Second answer."));
        Page page = CHAT.people().signIn("bob", Look.DARK);
        say(page, "answer me");
        assertThat(lastTurn(page).locator(".markdown")).hasText("First answer.");

        lastTurn(page).getByText("Try again").click();

        assertThat(lastTurn(page).locator(".markdown")).hasText("Second answer.");
        assertThat(page.locator("li.turn")).hasCount(1);
        shot(page, "retry-dark");
    }
}
