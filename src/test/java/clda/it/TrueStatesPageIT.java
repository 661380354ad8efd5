package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import clda.kit.ScriptedModelServer;
import clda.kit.ScriptedModelServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and buttons act on what the eye is on, and the page says what is true. A language model streams behind it. */
class TrueStatesPageIT {

    private static final String MAIL =
            "{\"to\":\"%s@example.com\",\"subject\":\"The meeting\",\"body\":\"It moved to 3 pm tomorrow.\"}";

    @RegisterExtension
    static final ModelledChat CHAT = new ModelledChat("true-states", Map.of());

    private static volatile String asked = "";

    @BeforeAll
    static void theModelAnswers() {
        CHAT.model.answering(TrueStatesPageIT::answer);
    }

    static Stream<Look> languages() {
        return Stream.of(Look.DESKTOP, Look.CHINESE);
    }

    static Stream<Look> phones() {
        return Stream.of(new Look("en-US", 360, 740, ColorScheme.LIGHT), Look.PHONE);
    }

    private static String in(Look look, String english, String chinese) {
        return look.language().startsWith("zh") ? chinese : english;
    }

    /** What the model says to each sentence, and to what came of its calls. */
    private static Answer answer(JsonNode request) {
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String said = last.path("content").asText();
        if (last.path("role").asText().equals("user")) {
            asked = said;
        }
        return switch (asked) {
            case "tell me a story" ->
                wire -> {
                    wire.begin();
                    wire.role();
                    wire.text("Once upon a time");
                    CHAT.model.silence().write(wire);
                };
            case "tell me all of it" ->
                wire -> {
                    wire.begin();
                    wire.role();
                    wire.text("Half an answer");
                };
            case "go round in circles" -> ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}");
            default -> last.path("role").asText().equals("tool") ? ScriptedModelServer.text("Done.") : calls(said);
        };
    }

    private static Answer calls(String said) {
        return switch (said) {
            case "write to bob" -> ScriptedModelServer.calls("send_email", MAIL.formatted("bob"));
            case "write to bob and erin" ->
                ScriptedModelServer.calls("send_email", MAIL.formatted("bob"), "send_email", MAIL.formatted("erin"));
            case "refund 150 for A-1005" ->
                ScriptedModelServer.calls(
                        "refund_order", "{\"orderNumber\":\"A-1005\",\"amount\":150,\"reason\":\"late\"}");
            default -> ScriptedModelServer.text("Well.");
        };
    }

    private static Locator approvalOf(Page page, String to) {
        return page.locator(".card[data-tool=send_email]").filter(new Locator.FilterOptions().setHasText(to + "@"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void escapeNeverMeetsAnApproval(Look look) {
        // Given
        Page page = CHAT.people().signIn("alice", look);
        say(page, "write to bob");
        Locator mail = approvalOf(page, "bob");
        assertThat(mail).hasAttribute("data-state", "awaiting_approval");
        assertThat(page.locator("#stop")).isHidden();

        // When Escape is pressed wherever one can be
        page.locator("#person summary").click();
        assertThat(page.locator(".person-menu")).isVisible();
        page.locator("#person summary").press("Escape");
        assertThat(page.locator(".person-menu")).isHidden();
        assertThat(page.locator("#person summary")).isFocused();
        page.locator("#search").press("Escape");
        page.locator("#text").press("Escape");
        mail.locator("input[type=text]").press("Escape");
        page.locator("li.turn .bubble").click();
        page.keyboard().press("Escape");

        // Then it waits as before
        page.reload();
        assertThat(mail).hasAttribute("data-state", "awaiting_approval");
        mail.locator(".approve").click();
        assertThat(lastTurn(page).locator(".markdown")).hasText("Done.");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void escapeStopsAnAnswerOnlyWhereItIsReadOrWritten(Look look) {
        Page page = CHAT.people().signIn("bob", look);
        for (String place : new String[] {"#text", "li.turn:last-child .markdown"}) {
            say(page, "tell me a story");
            assertThat(lastTurn(page).locator(".markdown")).hasText("Once upon a time");
            page.locator("#search").press("Escape");
            page.locator("#person summary").click();
            page.locator("#text").focus();
            page.keyboard().press("Escape");
            assertThat(page.locator(".person-menu")).isHidden();
            assertThat(lastTurn(page)).hasAttribute("data-state", "running");

            page.locator(place).click();
            page.keyboard().press("Escape");

            assertThat(lastTurn(page)).hasAttribute("data-state", "cancelled");
            assertThat(page.locator("#spoken")).hasText(in(look, "Stopped", "已停止"));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void stopMeetsTheAnswerThatIsBeingWrittenAndNotWhatWaits(Look look) {
        Page page = CHAT.people().signIn("carol", look);
        say(page, "write to bob");
        assertThat(approvalOf(page, "bob")).hasAttribute("data-state", "awaiting_approval");
        say(page, "tell me a story");
        assertThat(lastTurn(page).locator(".markdown")).hasText("Once upon a time");

        page.locator("#stop").click();

        assertThat(lastTurn(page)).hasAttribute("data-state", "cancelled");
        assertThat(approvalOf(page, "bob")).hasAttribute("data-state", "awaiting_approval");
        approvalOf(page, "bob").locator(".deny").click();
        assertThat(approvalOf(page, "bob")).hasAttribute("data-state", "denied");
    }

    @ParameterizedTest
    @MethodSource("phones")
    void theDrawerClosesByEscape(Look look) {
        Page page = CHAT.people().signIn("bob", look);
        page.locator("#menu").click();
        assertThat(page.locator("#side")).isInViewport();
        assertThat(page.locator("#menu")).hasAttribute("aria-expanded", "true");
        assertThat(page.locator("#new")).isFocused();

        page.keyboard().press("Escape");

        assertThat(page.locator("#side")).not().isInViewport();
        assertThat(page.locator("#menu")).isFocused();
        assertThat(page.locator("#menu")).hasAttribute("aria-expanded", "false");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whoOnlyPressesEnterDeletesNothingAndTheFocusStays(Look look) {
        // Given three conversations
        Client carol = Client.signedIn(CHAT.server(), "carol");
        for (String title : new String[] {"first", "second", "third"}) {
            carol.opensConversation(title);
        }
        Page page = CHAT.people().signIn("carol", look);
        Locator second = page.locator("#conversations li").filter(new Locator.FilterOptions().setHasText("second"));

        // When the button is pressed and Enter after it
        Locator delete = second.locator("button").nth(1);
        delete.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog button[value='']")).isFocused();
        assertThat(page.locator("dialog button[value=ok]")).hasText(in(look, "Delete", "删除"));
        page.keyboard().press("Enter");

        // Then nothing is deleted and the focus is where it was; and a list built anew does not take it away
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(delete).isFocused();
        Locator rename = second.locator("button").first();
        rename.focus();
        page.keyboard().press("Enter");
        page.locator("dialog input").fill("second of all");
        page.keyboard().press("Enter");
        assertThat(second.locator("a")).hasText("second of all");
        assertThat(rename).isFocused();
        delete.focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(second).hasCount(0);
        assertThat(page.locator("#conversations a:focus")).hasCount(1);
        for (String title : new String[] {"first", "third"}) {
            Locator row = page.locator("#conversations li").filter(new Locator.FilterOptions().setHasText(title));
            row.locator("button").nth(1).focus();
            page.keyboard().press("Enter");
            page.locator("dialog button[value=ok]").click();
            assertThat(row).hasCount(0);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void ofTwoApprovalsInOneTurnTheSecondWaitsOn(Look look) {
        // Given
        Page page = CHAT.people().signIn("alice", look);
        say(page, "write to bob and erin");
        assertThat(page.locator(".card[data-state=awaiting_approval]")).hasCount(2);

        // When the first is decided
        approvalOf(page, "bob").locator(".approve").click();

        // Then the turn waits for the second, on this page and on one that comes now
        assertThat(page.locator(".card[data-state=awaiting_approval]")).hasCount(1);
        assertThat(lastTurn(page)).hasAttribute("data-state", "awaiting_approval");
        assertThat(lastTurn(page).locator(".dots")).hasCount(0);
        page.reload();
        assertThat(lastTurn(page)).hasAttribute("data-state", "awaiting_approval");
        Locator reason = approvalOf(page, "erin").locator("input[type=text]");
        reason.fill("she knows it already");
        approvalOf(page, "erin").locator(".deny").click();
        assertThat(lastTurn(page).locator(".markdown")).hasText("Done.");
        assertThat(approvalOf(page, "erin")).containsText("she knows it already");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatWasWithdrawnIsCalledSo(Look look) {
        Page page = CHAT.people().signIn("bob", look);
        say(page, "refund 150 for A-1005");
        Locator card = lastTurn(page).locator(".card[data-tool=refund_order]");
        assertThat(card).hasAttribute("data-state", "awaiting_approval");

        card.locator(".withdraw").click();

        assertThat(card.locator(".state")).hasText(in(look, "withdrawn", "已撤回"));
        assertThat(lastTurn(page).locator(".status")).containsText(in(look, "Stopped", "已停止"));
        shot(page, "withdrawn-" + look.language());
        page.reload();
        assertThat(card.locator(".state")).hasText(in(look, "withdrawn", "已撤回"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aSecondClickDecidesNothingElse(Look look) {
        // Given two mails that wait in the inbox, one below the other
        Page page = CHAT.people().signIn("carol", look);
        say(page, "write to bob and erin");
        assertThat(page.locator(".card[data-state=awaiting_approval]")).hasCount(2);
        page.navigate(CHAT.server().uri("/approvals.xhtml").toString());
        Locator cards = page.locator("#approvals [data-approval]");
        assertThat(cards).hasCount(2);
        cards.nth(1).locator("input[type=text]").first().fill("a reason half written");

        // When the first is decided by a double click, and the next comes to its place
        cards.first().locator(".approve").dblclick();

        // Then that one still waits, with what was written in it, and the focus is on it and on none of its buttons
        assertThat(cards).hasCount(1);
        assertThat(cards.first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(cards.first().locator("input[type=text]").first()).hasValue("a reason half written");
        cards.first().locator(".deny").click();
        assertThat(cards).hasCount(0);
        assertThat(page.locator("h1")).isFocused();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTurnThatFailedIsAnnouncedAndNoAnswerStandsOnlyWhereThereIsNone(Look look) {
        Page page = CHAT.people().signIn("alice", look);
        // Given an answer that breaks off
        say(page, "tell me all of it");
        assertThat(lastTurn(page)).hasAttribute("data-state", "failed");
        assertThat(lastTurn(page).locator(".markdown")).hasText("Half an answer");
        assertThat(lastTurn(page).locator(".status")).containsText(in(look, "Not finished: ", "未完成: "));
        assertThat(page.locator("#spoken")).containsText(in(look, "Not finished: ", "未完成: "));

        // And one that never begins
        say(page, "go round in circles");
        assertThat(lastTurn(page)).hasAttribute("data-state", "failed");
        assertThat(lastTurn(page).locator(".status")).containsText(in(look, "No answer: ", "没有回答: "));
        assertThat(page.locator("#spoken")).containsText(in(look, "No answer: ", "没有回答: "));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTurnThatEndedBeforeItsConversationWasLoadedIsAnnouncedToo(Look look) {
        // Given a page that gets the end of its new conversation late
        Page page = CHAT.people().signIn("alice", look);
        List<Route> held = new ArrayList<>();
        page.route("**/events?turns=30", held::add);
        page.locator("#text").fill("hello");
        Request end = page.waitForRequest(
                "**/events?turns=30", () -> page.locator("#send").click());
        page.evaluate(
                """
                async (address) => {
                  while (!(await (await fetch(address)).json()).items.some(({ type }) => type === 'turn.completed'));
                }""",
                end.url().replace("turns=30", "turns=1"));

        // When
        held.getFirst().resume();

        // Then
        assertThat(lastTurn(page)).hasAttribute("data-state", "completed");
        assertThat(page.locator("#spoken")).hasText("Well.");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsTypedInAnApprovalStaysWhenTheCardIsBuiltAnew(Look look) {
        Page page = CHAT.people().signIn("bob", look);
        say(page, "write to bob");
        Locator reason = approvalOf(page, "bob").locator("input[type=text]");
        reason.fill("because I say so");

        page.evaluate("document.dispatchEvent(new Event('inbox'))");
        page.locator("#theme").focus();
        reason.focus();

        assertThat(reason).hasValue("because I say so");
        reason.press("Tab");
        page.keyboard().press("Enter");
        assertThat(approvalOf(page, "bob")).containsText("because I say so");
        assertThat(page.locator("body")).not().isFocused();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aPageThatOneMayNotUseOrThatIsNotThereSaysSo(Look look) {
        Page page = CHAT.people().signIn("alice", look);

        Response workbench = page.navigate(CHAT.server().uri("/workbench.xhtml").toString());
        assertThat(workbench.status()).isEqualTo(403);
        assertThat(page.locator("h1")).hasText(in(look, "Your account cannot use this page", "您的账号无法使用此页面"));
        assertThat(page.locator("main")).containsText("admin");
        shot(page, "not-allowed-" + look.language());
        for (String nothing : new String[] {"/nosuch", "/nosuch.xhtml", "/admin", "/docs", "/assets/nosuch.js"}) {
            assertThat(page.navigate(CHAT.server().uri(nothing).toString()).status())
                    .isEqualTo(404);
            assertThat(page.locator("h1")).hasText(in(look, "Page not found", "页面不存在"));
        }
        Page admin = CHAT.people().signIn("admin", look);
        assertThat(admin.navigate(CHAT.server().uri("/workbench.xhtml").toString())
                        .status())
                .isEqualTo(200);
    }
}
