package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People in front of the pages, in a real browser. */
class PageIT {

    private static RunningServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = RunningServer.start("page", Map.of("clda.demo.statement-step", "PT0.15S"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        people.leave();
    }

    @Test
    void theSentencesOfTheDemoWorkInEnglish() {
        Page page = people.signIn("alice", Look.DESKTOP);
        assertThat(page.locator(".suggestion")).hasCount(4);
        shot(page, "first-desktop");

        page.locator(".suggestion").first().click();
        assertThat(lastTurn(page).locator(".markdown")).containsText("shipped");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-tool", "find_order");

        say(page, "show last month's sales by region");
        assertThat(lastTurn(page).locator(".card[data-tool=sales_report] tbody tr"))
                .hasCount(4);
        assertThat(lastTurn(page).locator(".card canvas")).isVisible();
        assertThat(lastTurn(page).locator(".markdown")).containsText("came to");
        shot(page, "report-desktop");

        say(page, "email bob@example.com that the meeting moved to 3 pm tomorrow");
        Locator mail = lastTurn(page).locator(".card[data-tool=send_email]");
        assertThat(mail).hasAttribute("data-state", "awaiting_approval");
        assertThat(mail).containsText("The meeting moved to 3 pm tomorrow");
        assertThat(mail.locator(".approve")).isInViewport();
        assertThat(page.locator("#newest")).isHidden();
        shot(page, "approval-desktop");
        mail.locator(".approve").click();
        assertThat(lastTurn(page).locator(".markdown")).containsText("has been sent");

        say(page, "I want a refund");
        assertThat(lastTurn(page).locator(".markdown")).containsText("Which order");
        say(page, "A-1001, 25.00");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "awaiting_approval");
        lastTurn(page).locator(".card .approve").click();
        assertThat(lastTurn(page).locator(".markdown")).containsText("Refunded 25.00");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-tool", "refund_order");

        page.navigate(server.uri("/mailbox.xhtml").toString());
        assertThat(page.locator(".mail").first()).containsText("bob@example.com");
        shot(page, "mailbox-desktop");
    }

    @Test
    void aNewConversationHasItsNameInTheListHoweverLateItIsLoaded() {
        // Given a server that answers slowly: the name is given before the page asks for what was said
        Client bob = Client.signedIn(server, "bob");
        Page page = people.signIn("bob", Look.DESKTOP);
        page.route(Pattern.compile(".*/events\\?turns=.*"), route -> {
            Awaitility.await("the name").atMost(Duration.ofSeconds(30)).until(() -> bob.get(
                            "/api/v1/conversations?limit=1")
                    .json()
                    .at("/items/0/title")
                    .asText()
                    .contains("A-1004"));
            route.resume();
        });

        // When
        say(page, "where is order A-1004?");

        // Then
        assertThat(lastTurn(page).locator(".markdown")).containsText("A-1004");
        assertThat(page.locator("#conversations li.here")).containsText("A-1004");
        assertThat(page).hasTitle(Pattern.compile(".*A-1004.*"));
    }

    @Test
    void theSentencesOfTheDemoWorkInChinese() {
        Page page = people.signIn("bob", Look.CHINESE);
        shot(page, "first-chinese");

        say(page, "订单 A-1001 到哪了？");
        assertThat(lastTurn(page).locator(".markdown")).containsText("已发货");
        say(page, "按地区看上个月的销售额");
        assertThat(lastTurn(page).locator(".card[data-tool=sales_report] tbody tr"))
                .hasCount(4);
        assertThat(lastTurn(page).locator(".markdown")).containsText("销售额共");
        say(page, "给 bob@example.com 发邮件，告诉他会议改到明天下午三点");
        Locator mail = lastTurn(page).locator(".card[data-tool=send_email]");
        assertThat(mail).containsText("会议改到明天下午三点");
        shot(page, "approval-chinese");
        mail.locator(".deny").click();
        assertThat(lastTurn(page).locator(".markdown")).containsText("未获批准");
        say(page, "我要退款");
        assertThat(lastTurn(page).locator(".markdown")).containsText("请问是哪个订单");
        say(page, "A-1003，20 元");
        lastTurn(page).locator(".card .approve").click();
        assertThat(lastTurn(page).locator(".markdown")).containsText("退款 20.00");
        shot(page, "refund-chinese");
        say(page, "给订单 A-1003 退款 90 元");
        assertThat(lastTurn(page).locator(".card .because")).containsText("同一订单，加上之前的操作，金额合计将超过 US$100.00");
        assertThat(lastTurn(page).locator(".card .approve")).hasCount(0);
        shot(page, "sum-chinese");
    }

    @Test
    void workInTheBackgroundShowsItsProgressAndTellsByItselfAlsoAfterAReload() {
        Page page = people.signIn("alice", Look.DESKTOP);
        say(page, "prepare the statement of 2026-01");
        Locator card = page.locator(".card[data-tool=prepare_statement]");
        assertThat(card).hasAttribute("data-state", "running");
        assertThat(card.locator("progress[value]")).isVisible();
        shot(page, "task-desktop");

        page.reload();

        assertThat(page.locator(".card[data-tool=prepare_statement]")).hasAttribute("data-state", "completed");
        assertThat(lastTurn(page).locator(".occasion")).containsText("background task");
        assertThat(lastTurn(page).locator(".markdown")).containsText("The statement of 2026-01 comes to");
        shot(page, "task-done-desktop");
    }

    @Test
    void aTaskIsStopped() {
        Page page = people.signIn("bob", Look.CHINESE);
        say(page, "准备上个月的对账单");
        page.locator(".stop-task").click();

        assertThat(page.locator(".card[data-tool=prepare_statement]")).hasAttribute("data-state", "failed");
        assertThat(lastTurn(page).locator(".markdown")).containsText("已停止");
        shot(page, "task-stopped-chinese");
    }

    @Test
    void whatIsRememberedIsSeenCorrectedAndForgotten() {
        Page page = people.signIn("carol", Look.DESKTOP);
        page.navigate(server.uri("/memory.xhtml").toString());
        assertThat(page.locator("#facts")).containsText("Nothing is remembered yet.");
        shot(page, "memory-empty-desktop");
        page.navigate(server.uri("/index.xhtml").toString());
        say(page, "remember that my desk is B-12");
        assertThat(lastTurn(page).locator(".markdown")).containsText("Remembered: my desk is B-12");

        page.locator("#person summary").click();
        shot(page, "person-menu-desktop");
        page.locator(".person-menu a[href='memory.xhtml']").click();
        page.locator("#fact").fill("I prefer short answers");
        page.locator("#remembering button").click();
        assertThat(page.locator(".fact")).hasCount(2);
        Locator desk = page.locator(".fact[data-fact='1']");
        assertThat(desk.locator(".source a")).hasText("asked for in a conversation");
        desk.locator("button").first().click();
        page.locator(".fact[data-fact='1'] input").fill("my desk is C-3");
        page.locator(".fact[data-fact='1'] button[type=submit]").click();
        assertThat(page.locator(".fact[data-fact='1']")).containsText("my desk is C-3");
        assertThat(page.locator(".fact[data-fact='1']")).containsText("changed");
        shot(page, "memory-desktop");
        page.locator(".fact[data-fact='2'] .deny").click();
        assertThat(page.locator(".fact")).hasCount(1);
        page.locator("#fact").fill(" ");
        page.locator("#remembering button").click();
        assertThat(page.locator("#notice")).containsText("There is nothing to remember.");

        Page phone = people.signIn("carol", Look.PHONE);
        phone.locator("#person summary").click();
        shot(phone, "person-menu-phone");
        phone.navigate(server.uri("/memory.xhtml").toString());
        assertThat(phone.locator(".fact")).containsText("my desk is C-3");
        shot(phone, "memory-phone");
        Page dark = people.signIn("carol", Look.DARK);
        dark.navigate(server.uri("/memory.xhtml").toString());
        assertThat(dark.locator(".fact")).hasCount(1);
        shot(dark, "memory-dark");
    }

    @Test
    void aTicketIsTakenBack() {
        Page page = people.signIn("alice", Look.DESKTOP);
        say(page, "open a ticket: the printer is broken");
        page.locator(".undo").click();

        assertThat(lastTurn(page).locator(".markdown")).containsText("is closed");
        assertThat(page.locator(".card[data-tool=create_ticket] .tag")).containsText("undone");
        shot(page, "undo-desktop");
    }

    @Test
    void whatIsPlannedIsListedAndCancelled() {
        Page page = people.signIn("bob", Look.CHINESE);
        say(page, "明天九点提醒我给 Alice 打电话");
        assertThat(lastTurn(page).locator(".markdown")).containsText("提醒您");
        page.navigate(server.uri("/approvals.xhtml").toString());
        Locator plan = page.locator("[data-schedule]").first();
        assertThat(plan).containsText("给 Alice 打电话");
        shot(page, "inbox-chinese");

        plan.locator("button").click();

        assertThat(page.locator("[data-schedule]")).hasCount(0);
    }

    @Test
    void aLargeRefundWaitsForSomebodyElse() {
        Page alice = people.signIn("alice", Look.DARK);
        say(alice, "refund 150 dollars for order A-1005");
        Locator refund = lastTurn(alice).locator(".card[data-tool=refund_order]");
        assertThat(refund).hasAttribute("data-state", "awaiting_approval");
        assertThat(refund.locator(".approve")).hasCount(0);
        shot(alice, "waiting-dark");

        Page carol = people.signIn("carol", Look.DARK);
        carol.navigate(server.uri("/approvals.xhtml").toString());
        Locator card = carol.locator(".card").filter(new Locator.FilterOptions().setHasText("A-1005"));
        assertThat(card).containsText("alice");
        shot(carol, "approvals-dark");
        card.locator(".approve").click();

        assertThat(lastTurn(alice).locator(".markdown")).containsText("Refunded 150.00");
        shot(alice, "refunded-dark");
    }

    @Test
    void aPhoneShowsEverything() {
        Page page = people.signIn("bob", Look.PHONE);
        shot(page, "first-phone");
        say(page, "按地区看上个月的销售额");
        assertThat(lastTurn(page).locator("canvas")).isVisible();
        shot(page, "report-phone");
        assertThat(People.overflow(page)).isZero();
        page.locator("#menu").click();
        assertThat(page.locator("#conversations a").first()).isVisible();
        shot(page, "menu-phone");
    }

    @Test
    void theAnswerIsFollowedOnlyWhileTheReaderIsAtTheBottom() {
        Page page = people.signIn("carol", Look.DESKTOP);
        for (int i = 1; i <= 4; i++) {
            say(page, "show last month's sales by region");
            assertThat(page.locator("li.turn")).hasCount(i);
            assertThat(lastTurn(page).locator(".markdown")).containsText("came to");
        }
        page.locator("#scroll").hover();
        page.mouse().wheel(0, -600);
        assertThat(page.locator("#newest")).isVisible();
        say(page, "where is order A-1001?");
        // Speaking goes to the end; reading above, while an answer comes, does not.
        assertThat(page.locator("#newest")).isHidden();
        page.locator("#scroll").hover();
        page.mouse().wheel(0, -900);
        assertThat(page.locator("#newest")).isVisible();
        Object before = page.evaluate("() => document.getElementById('scroll').scrollTop");

        page.evaluate("() => document.querySelector('li.turn:last-child .answer').append('x '.repeat(4000))");

        assertThat(page.locator("#newest")).isVisible();
        assertThat(page.evaluate("() => document.getElementById('scroll').scrollTop"))
                .isEqualTo(before);
        page.locator("#newest").click();
        assertThat(page.locator("#newest")).isHidden();
    }

    @Test
    void enterDuringCompositionDoesNotSend() {
        Page page = people.signIn("alice", Look.DESKTOP);
        page.locator("#text").fill("ni hao");

        page.evaluate(
                """
                () => {
                  const box = document.getElementById('text');
                  box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}));
                  box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}));
                }
                """);

        assertThat(page.locator("li.turn")).hasCount(0);
        assertThat(page.locator("#text")).hasValue("ni hao");
    }

    @Test
    void conversationsAreFoundRenamedAndDeleted() {
        Page page = people.signIn("carol", Look.DESKTOP);
        say(page, "where is order A-1003?");
        assertThat(lastTurn(page).locator(".markdown")).containsText("delivered");
        Locator row = page.locator("#conversations li").first();

        row.hover();
        row.locator("button").first().click();
        page.locator("dialog input").fill("Wang's order");
        page.locator("dialog button.primary").click();
        assertThat(page.locator("#conversations li").first()).containsText("Wang's order");

        page.locator(".search").fill("no such thing");
        assertThat(page.locator("#conversations")).containsText("No matches");
        page.locator(".search").fill("delivered");
        assertThat(page.locator("#conversations li").first()).containsText("Wang's order");
        page.locator(".search").fill("");

        row = page.locator("#conversations li").filter(new Locator.FilterOptions().setHasText("Wang's order"));
        row.hover();
        row.locator("button").nth(1).click();
        shot(page, "delete-desktop");
        page.locator("dialog button[value=ok]").click();
        assertThat(page.locator("#conversations")).not().containsText("Wang's order");
        assertThat(page.locator(".suggestion").first()).isVisible();
    }

    @Test
    void aLongConversationOpensAtItsEndAndGoesBack() {
        // Given a conversation of more turns than are shown at once, one of them about something to find
        Client bob = Client.signedIn(server, "bob");
        String id = bob.opensConversation("A long talk");
        bob.says(id, "where is order A-1004? The harbour is closed.");
        for (int i = 0; i < 34; i++) {
            bob.says(id, "hello");
        }
        Page page = people.signIn("bob", Look.DESKTOP);
        Locator row = page.locator("#conversations li").first();
        assertThat(row.locator(".unread")).isVisible();

        // When it is found by what was said in the beginning, and opened
        page.locator(".search").fill("HARBOUR");
        assertThat(row.locator(".snippet")).containsText("The harbour is closed.");
        shot(page, "found-desktop");
        row.locator("a").click();

        // Then its end is there at once, nothing is unread, and its beginning comes when it is asked for
        assertThat(page.locator("li.turn")).hasCount(30);
        assertThat(lastTurn(page)).isInViewport();
        shot(page, "long-desktop");
        page.locator("#earlier").click();
        assertThat(page.locator("li.turn")).hasCount(35);
        assertThat(page.locator("li.turn").first()).containsText("The harbour is closed.");
        assertThat(page.locator("#earlier")).isHidden();
        say(page, "thank you");
        assertThat(page.locator("li.turn")).hasCount(36);
        page.locator(".search").fill("");
        assertThat(page.locator("#conversations li").first().locator(".unread")).hasCount(0);
    }

    @Test
    void aWrongPasswordIsSaidPlainly() {
        Page page = people.atTheDoor(Look.DESKTOP);
        page.locator("[id='login:user']").fill("alice");
        page.locator("[id='login:password']").fill("wrong");
        shot(page, "login-desktop");

        page.locator("[id='login:enter']").click();

        assertThat(page.locator(".form-error")).containsText("Wrong user name or password");
        shot(page, "login-wrong-desktop");
    }

    @Test
    void aKilledServerComesBackWithoutLosingAWord() {
        Page page = people.signIn("alice", Look.DESKTOP);
        say(page, "where is order A-1002?");
        assertThat(lastTurn(page).locator(".markdown")).containsText("processing");

        server.kill();
        assertThat(page.locator("#offline")).containsText("Connection lost");
        shot(page, "disconnected-desktop");
        page.locator("#text").fill("where is order A-1004?");
        page.locator("#text").press("Enter");
        server.startAgain();

        assertThat(page.locator("li.turn"))
                .hasCount(
                        2,
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(lastTurn(page).locator(".markdown"))
                .containsText(
                        "cancelled",
                        new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                .setTimeout(30_000));
        assertThat(page.locator(".bubble").allTextContents())
                .containsExactly("where is order A-1002?", "where is order A-1004?");
        people.expectBrokenConnections();
    }
}
