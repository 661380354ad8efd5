package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person has written or said is not lost, and no other person at the same browser gets it. */
class NothingLostPageIT {

    private static final String SENDING = "**/api/v1/conversations/*/turns";
    /** The page's socket to the conversation can be got at, to fall silent and to be closed. */
    private static final String KEPT_SOCKETS =
            """
            const sockets = [];
            window.WebSocket = class extends WebSocket {
              constructor(...address) {
                super(...address);
                sockets.push(this);
              }
            };
            window.conversationSocket = () => sockets.findLast((socket) => socket.url.includes('/conversations/'));
            """;

    private static final String API = "**/api/v1/**";
    private static final String TICKETS = "**/api/v1/ws-ticket";

    private static RunningServer server;
    private static People people;

    @BeforeAll
    static void start() {
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        server = RunningServer.start("nothing-lost", Map.of("clda.dialogue.max-text", "2000"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @AfterEach
    void nothingElseWentWrongInTheBrowser() {
        people.expectBrokenConnections();
        people.leave();
    }

    static Stream<Look> languages() {
        return Stream.of(Look.DESKTOP, Look.CHINESE);
    }

    private static void nothingGetsThrough(Page page) {
        for (String path : List.of(SENDING, TICKETS)) {
            page.context().route(path, Route::abort);
        }
    }

    private static void everythingGetsThrough(Page page) {
        for (String path : List.of(SENDING, TICKETS)) {
            page.context().unroute(path);
        }
    }

    /** Nothing was said in it yet. */
    private static void opensNew(Page page) {
        page.locator("#new").click();
        assertThat(page.locator(".suggestion").first()).isVisible();
    }

    private static void signsInAgain(Page page, String user) {
        page.context().unroute(API);
        page.locator("[id='login:user']").fill(user);
        page.locator("[id='login:password']").fill(user + "-demo");
        page.locator("[id='login:enter']").click();
    }

    /**
     * The cookie ends, as it does after some hours. But for what is said, the page's requests hang from then on: one of
     * them would notice it before the person does anything.
     */
    private static void expires(Page page) {
        page.context().route(API, route -> {
            if (route.request().url().endsWith("/turns")) {
                route.resume();
            }
        });
        page.context()
                .clearCookies(new com.microsoft.playwright.BrowserContext.ClearCookiesOptions().setName("clda-token"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsSaidBeforeTheConnectionIsThereArrivesAlsoWhenAnotherConversationIsOpened(Look look) {
        // Given a conversation that is not connected
        Page page = people.signIn("alice", look);
        nothingGetsThrough(page);
        say(page, "where is order A-1001?");
        assertThat(page.locator("li.sending")).containsText("A-1001");
        String address = page.url();

        // When another is opened, and then the network comes back
        opensNew(page);
        everythingGetsThrough(page);

        // Then what was said is answered where it was said, once
        page.navigate(address);
        assertThat(lastTurn(page).locator(".card[data-tool=find_order]")).hasAttribute("data-state", "completed");
        assertThat(page.locator(".bubble")).hasCount(1);
        assertThat(page.locator("li.sending")).hasCount(0);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aPageWhoseServerLostTheLastEventsShowsWhatThereIsAndSendsTheRestAgain(Look look) {
        // Given a message that the server took, and of which the page never heard again
        Page page = people.signIn("carol", look);
        page.addInitScript(KEPT_SOCKETS);
        page.reload();
        say(page, "where is order A-1001?");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        page.evaluate("() => { conversationSocket().onmessage = null; }");
        page.waitForResponse(SENDING, () -> say(page, "where is order A-1002?"));
        assertThat(page.locator("li.sending")).containsText("A-1002");

        // When the server says that its log ends before what the page has seen
        page.evaluate("() => conversationSocket().onclose({ code: 4409 })");

        // Then
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        assertThat(page.locator(".bubble")).hasText(new String[] {"where is order A-1001?", "where is order A-1002?"});
        assertThat(page.locator("li.sending")).hasCount(0);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsBeingSentSurvivesAReload(Look look) {
        Page page = people.signIn("bob", look);
        say(page, "where is order A-1002?");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        nothingGetsThrough(page);
        page.reload();
        say(page, "where is order A-1003?");
        say(page, "where is order A-1004?");
        assertThat(page.locator("li.sending")).hasCount(2);

        page.reload();
        assertThat(page.locator("li.sending")).hasCount(2);
        everythingGetsThrough(page);
        page.reload();

        assertThat(page.locator(".card[data-state=completed]")).hasCount(3);
        assertThat(page.locator("li.sending")).hasCount(0);
        assertThat(page.locator(".bubble").allTextContents())
                .containsExactly("where is order A-1002?", "where is order A-1003?", "where is order A-1004?");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whoseSessionExpiresSignsInAndGoesOnWhereTheyWere(Look look) {
        // Given
        Page page = people.signIn("alice", look);
        say(page, "where is order A-1001?");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        String address = page.url();

        // When the session ends while something is said
        expires(page);
        say(page, "where is order A-1005?");
        page.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));
        signsInAgain(page, "alice");

        // Then it is answered in the same conversation
        assertThat(page).hasURL(address);
        assertThat(lastTurn(page).locator(".bubble")).hasText("where is order A-1005?");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");

        // And when it ends while something is written
        page.locator("#text").fill("half a thought");
        expires(page);
        page.reload();
        page.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));
        page.locator("#language").click();
        page.locator("[id='login:user']").fill("alice");
        page.locator("[id='login:password']").fill("wrong");
        page.locator("[id='login:enter']").click();
        assertThat(page.locator(".form-error")).isVisible();
        page.locator("#language").click();
        signsInAgain(page, "alice");
        page.waitForURL(address);
        assertThat(page.locator("#text")).hasValue("half a thought");
    }

    @Test
    void nobodyIsSentToAnotherServerAfterSigningIn() {
        // Language plays no part in it.
        Page page = people.atTheDoor(Look.DESKTOP);
        page.navigate(server.uri("/login.xhtml?to=https://elsewhere.example/index.xhtml")
                .toString());
        signsInAgain(page, "bob");
        page.waitForURL(server.uri("/index.xhtml").toString());
        page.navigate(server.uri("/mailbox.xhtml").toString());
        expires(page);
        page.navigate(server.uri("/approvals.xhtml").toString());
        assertThat(page).hasURL(Pattern.compile(".*/login\\.xhtml\\?to=approvals\\.xhtml"));
        signsInAgain(page, "bob");
        assertThat(page).hasURL(server.uri("/approvals.xhtml").toString());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aDraftBelongsToItsConversation(Look look) {
        // Given two conversations and what is not one yet
        Page page = people.signIn("carol", look);
        opensNew(page);
        page.locator("#text").fill("for the new one");
        page.locator(".suggestion").first().click();
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        String first = page.url();
        assertThat(page.locator("#text")).hasValue("");
        page.locator("#text").fill("for the first");

        // When one goes to and fro
        opensNew(page);
        assertThat(page.locator("#text")).hasValue("for the new one");
        page.locator("#conversations a").first().click();
        assertThat(page.locator("#text")).hasValue("for the first");

        // Then it is there after a reload and in another language, and goes with what is sent
        page.reload();
        assertThat(page.locator("#text")).hasValue("for the first");
        page.locator("#language").click();
        page.waitForCondition(
                () -> !look.language().startsWith((String) page.evaluate("document.documentElement.lang")));
        assertThat(page.locator("#text")).hasValue("for the first");
        assertThat(page).hasURL(first);
        page.locator("#text").press("Enter");
        assertThat(page.locator("#text")).hasValue("");
        page.reload();
        assertThat(page.locator(".bubble")).hasCount(2);
        assertThat(page.locator("#text")).hasValue("");
        opensNew(page);
        page.locator("#text").fill("");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void nobodyElseAtTheBrowserGetsWhatWasWritten(Look look) {
        // Given alice, with a draft, a message that is being sent, and a second window
        Page page = people.signIn("alice", look);
        say(page, "where is order A-1001?");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        nothingGetsThrough(page);
        say(page, "the secret of alice");
        opensNew(page);
        page.locator("#text").fill("a draft of alice");
        Page second = page.context().newPage();
        second.navigate(server.uri("/index.xhtml").toString());
        assertThat(second.locator("#text")).hasValue("a draft of alice");

        // When she signs out
        page.locator("#person summary").click();
        page.locator(".leave button").click();
        page.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));

        // Then nothing is kept, and the second window shows nothing of hers
        assertThat(kept(page)).doesNotContain("alice");
        second.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));
        assertThat(kept(second)).doesNotContain("alice");

        // And when her session only ends, and bob signs in, it is erased as well and never sent
        signsInAgain(page, "alice");
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
        page.locator("#text").fill("a draft of alice");
        expires(page);
        page.reload();
        signsInAgain(page, "bob");
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
        assertThat(page.locator("#text")).hasValue("");
        assertThat(kept(page)).doesNotContain("of alice");
        everythingGetsThrough(page);
        page.reload();
        assertThat(page.locator("#conversations li").first()).isVisible();
        assertThat(Client.signedIn(server, "alice")
                        .get("/api/v1/conversations?q=secret")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    private static String kept(Page page) {
        return page.evaluate("JSON.stringify({ ...localStorage })").toString();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsTooLongIsRefusedWithItsLengthAndNotCut(Look look) {
        Page page = people.signIn("bob", look);
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("#text").fill("It begins here. ");
        page.locator("#text").press("End");

        page.evaluate("text => navigator.clipboard.writeText(text)", "x".repeat(2_100));
        page.keyboard().press("Control+V");

        assertThat(page.locator("#notice")).containsText("2,116");
        assertThat(page.locator("#notice")).containsText("2,000");
        assertThat(page.locator("#text")).hasValue("It begins here. ");
        page.evaluate("text => navigator.clipboard.writeText(text)", "x".repeat(1_900));
        page.keyboard().press("Control+V");
        assertThat(page.locator("#text")).hasValue("It begins here. " + "x".repeat(1_900));
        page.evaluate("text => { document.getElementById('text').value = text; }", "y".repeat(2_001));
        page.locator("#text").press("Enter");
        assertThat(page.locator("#notice")).containsText("2,001");
        assertThat(page.locator("#text")).hasValue("y".repeat(2_001));
        page.locator("#notice button").click();
        assertThat(page.locator("#notice")).isHidden();
        page.locator("#text").fill("");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void backAndForwardGoThroughConversations(Look look) {
        Page page = people.signIn("bob", look);
        opensNew(page);
        say(page, "where is order A-1001?");
        assertThat(page.locator(".bubble")).hasText("where is order A-1001?");
        String first = page.url();
        opensNew(page);
        say(page, "where is order A-1002?");
        assertThat(page.locator(".bubble")).hasText("where is order A-1002?");
        String second = page.url();
        page.locator("#conversations li[data-id='" + first.replaceAll(".*c=", "") + "'] a")
                .click();
        assertThat(page.locator(".bubble")).hasText("where is order A-1001?");

        page.goBack();
        assertThat(page).hasURL(second);
        assertThat(page.locator(".bubble")).hasText("where is order A-1002?");
        page.goBack();
        assertThat(page.locator(".suggestion").first()).isVisible();
        page.goBack();
        assertThat(page).hasURL(first);
        assertThat(page.locator(".bubble")).hasText("where is order A-1001?");
        page.goForward();
        page.goForward();
        assertThat(page).hasURL(second);
        assertThat(page.locator(".bubble")).hasText("where is order A-1002?");
    }

    @Test
    void aBrowserThatMayNotStoreAnythingOrIsFullWorksAllTheSame() {
        // Language plays no part in it.
        for (String broken : List.of(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
                "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")) {
            Page page = people.atTheDoor(Look.DESKTOP);
            page.context().addInitScript(broken);
            page.reload();
            signsInAgain(page, "carol");
            page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
            say(page, "where is order A-1001?");
            assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
            page.locator("#text").fill("as long as the page is open");
            opensNew(page);
            page.locator("#conversations a").first().click();
            assertThat(page.locator("#text")).hasValue("as long as the page is open");
            page.locator("#theme").click();
        }
    }

    @Test
    void pressingEnterTwiceBeginsOneConversation() {
        // Language plays no part in it.
        Page page = people.signIn("alice", Look.DESKTOP);
        opensNew(page);
        int before = conversations("alice");

        page.locator("#text").fill("where is order A-1001?");
        page.evaluate(
                """
                () => {
                  const field = document.getElementById('text');
                  for (let i = 0; i < 2; i++) {
                    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
                  }
                }
                """);

        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
        assertThat(page.locator(".bubble")).hasCount(1);
        assertThat(conversations("alice")).isEqualTo(before + 1);
    }

    private static int conversations(String user) {
        return Client.signedIn(server, user)
                .get("/api/v1/conversations?limit=100")
                .json()
                .path("items")
                .size();
    }

    @Test
    void theServerComesBackAndSoDoTheBadgeAndWhatWasSaid() {
        // Language plays no part in it. Given carol, on a page without a chat, and alice, in the middle of saying
        // something
        Page carol = people.signIn("carol", Look.CHINESE);
        carol.navigate(server.uri("/memory.xhtml").toString());
        assertThat(carol.locator("#pending")).isHidden();
        Page alice = people.signIn("alice", Look.DESKTOP);
        say(alice, "where is order A-1002?");
        assertThat(lastTurn(alice).locator(".card")).hasAttribute("data-state", "completed");

        // When the server is away for longer than one try
        server.kill();
        assertThat(carol.locator("#offline")).containsText("连接已断开");
        assertThat(alice.locator("#offline")).containsText("Connection lost");
        say(alice, "where is order A-1003?");
        assertThat(alice.locator("li.sending")).hasCount(1);
        server.startAgain();

        // Then "try now" brings them back without a reload
        carol.evaluate("document.querySelector('#offline .try-now')?.click()");
        assertThat(carol.locator("#offline")).isEmpty();
        assertThat(alice.locator("#offline"))
                .isEmpty(new com.microsoft.playwright.assertions.LocatorAssertions.IsEmptyOptions().setTimeout(30_000));
        assertThat(alice.locator(".card[data-state=completed]")).hasCount(2);
        assertThat(alice.locator(".bubble")).hasCount(2);
        say(alice, "refund 150 dollars for order A-1005");
        assertThat(carol.locator("#pending")).hasText("1");
        lastTurn(alice).locator(".withdraw").click();
        assertThat(carol.locator("#pending")).isHidden();
    }
}
