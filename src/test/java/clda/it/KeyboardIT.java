package clda.it;

import static clda.it.People.lastTurn;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that the README says to type, done without a mouse: keys alone sign in, ask, approve, stop, take back, look up. */
class KeyboardIT {

    /** More than there are places for the focus on any page of these. */
    private static final int MAX_STEPS = 80;

    private static RunningServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = RunningServer.start("keyboard", Map.of("clda.demo.statement-step", "PT10S"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @AfterEach
    void leave() {
        people.leave();
    }

    @Test
    void theTableOfTheReadmeInEnglish() {
        Page page = signsIn("alice", Look.DESKTOP);

        types(page, "where is order A-1001?");
        assertThat(lastTurn(page).locator(".markdown")).containsText("shipped");
        types(page, "show last month's sales by region");
        assertThat(lastTurn(page).locator(".markdown")).containsText("came to $");

        types(page, "email bob@example.com that the meeting moved to 3 pm tomorrow");
        presses(page, lastTurn(page).locator(".card[data-tool=send_email] .approve"));
        assertThat(lastTurn(page).locator(".markdown")).containsText("has been sent");

        types(page, "I want a refund");
        assertThat(lastTurn(page).locator(".markdown")).containsText("Which order");
        types(page, "A-1001, 25.00");
        presses(page, lastTurn(page).locator(".card .approve"));
        assertThat(lastTurn(page).locator(".markdown")).containsText("Refunded 25.00");

        types(page, "refund 150.00 for order A-1005");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "awaiting_approval");
        assertThat(lastTurn(page).locator(".card .approve")).hasCount(0);
        carolApproves(Look.DESKTOP);
        assertThat(lastTurn(page).locator(".markdown")).containsText("Refunded 150.00");

        types(page, "open a ticket: the printer is broken");
        presses(page, page.locator(".undo"));
        assertThat(lastTurn(page).locator(".markdown")).containsText("is closed");

        types(page, "prepare last month's statement");
        presses(page, page.locator(".stop-task"));
        assertThat(page.locator(".card[data-tool=prepare_statement]")).hasAttribute("data-state", "failed");
        assertThat(lastTurn(page).locator(".markdown")).containsText("stopped");

        types(page, "remind me tomorrow at nine to call Bob");
        assertThat(lastTurn(page).locator(".markdown")).containsText("call Bob");
        types(page, "every Monday at 8 show last month's sales");
        assertThat(page.locator("li.turn")).hasCount(12);
        assertThat(lastTurn(page).locator(".markdown")).containsText("8");
        types(page, "list my reminders");
        assertThat(lastTurn(page).locator(".markdown")).containsText("call Bob");
        types(page, "remember that my desk is B-12");
        assertThat(lastTurn(page).locator(".markdown")).containsText("my desk is B-12");

        // The pages: what was sent, what is planned, what is remembered
        presses(page, page.locator(".nav a[href='mailbox.xhtml']"));
        assertThat(page.locator(".mail").first()).containsText("bob@example.com");
        assertThat(page.locator(".mail time").first()).not().containsText("UTC");
        presses(page, page.locator(".nav a[href='approvals.xhtml']"));
        assertThat(page.locator("[data-schedule]")).hasCount(2);
        presses(page, page.locator("[data-schedule] button").first());
        assertThat(page.locator("[data-schedule]")).hasCount(1);
        presses(page, page.locator("#person summary"));
        presses(page, page.locator(".person-menu a[href='memory.xhtml']"));
        assertThat(page.locator(".fact")).containsText("my desk is B-12");
        presses(page, page.locator(".brand"));
        types(page, "read my mail");
        assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "completed");
    }

    @Test
    void theTableOfTheReadmeInChineseAndTheApprovalOfSomebodyElse() {
        Page bob = signsIn("bob", Look.CHINESE);

        types(bob, "订单 A-1001 到哪了？");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("已发货");
        types(bob, "按地区看上个月的销售额");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("销售额共");
        types(bob, "给 bob@example.com 发邮件，告诉他会议改到明天下午三点");
        presses(bob, lastTurn(bob).locator(".card[data-tool=send_email] .deny"));
        assertThat(lastTurn(bob).locator(".markdown")).containsText("未获批准");
        types(bob, "我要退款");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("订单");
        types(bob, "A-1001，25 元");
        presses(bob, lastTurn(bob).locator(".card .approve"));
        assertThat(lastTurn(bob).locator(".markdown")).containsText("25.00");
        types(bob, "创建工单：打印机坏了");
        assertThat(lastTurn(bob).locator(".card")).hasAttribute("data-tool", "create_ticket");
        presses(bob, bob.locator(".undo"));
        assertThat(lastTurn(bob).locator(".markdown")).containsText("关闭");
        types(bob, "准备上个月的对账单");
        presses(bob, bob.locator(".stop-task"));
        assertThat(bob.locator(".card[data-tool=prepare_statement]")).hasAttribute("data-state", "failed");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("停止");
        types(bob, "明天九点提醒我给 Bob 打电话");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("提醒您");
        types(bob, "每周一早上八点发上个月的销售报表");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("8");
        types(bob, "列出我的提醒");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("给 Bob 打电话");
        types(bob, "记住我的工位是 B-12");
        assertThat(lastTurn(bob).locator(".markdown")).containsText("B-12");
        types(bob, "看一下邮件");
        assertThat(lastTurn(bob).locator(".card")).hasAttribute("data-state", "completed");
        types(bob, "给订单 A-1005 退款 150 元");
        assertThat(lastTurn(bob).locator(".card")).hasAttribute("data-state", "awaiting_approval");

        carolApproves(Look.CHINESE);

        assertThat(lastTurn(bob).locator(".markdown")).containsText("150.00");
    }

    private static void carolApproves(Look look) {
        Page carol = signsIn("carol", look);
        presses(carol, carol.locator(".nav a[href='approvals.xhtml']"));
        Locator card = carol.locator(".card").filter(new Locator.FilterOptions().setHasText("A-1005"));
        presses(carol, card.locator(".approve"));
        assertThat(card).hasCount(0);
    }

    private static Page signsIn(String user, Look look) {
        Page page = people.atTheDoor(look);
        reaches(page, page.locator("[id='login:user']"));
        page.keyboard().type(user);
        reaches(page, page.locator("[id='login:password']"));
        page.keyboard().type(user + "-demo");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
        return page;
    }

    private static void types(Page page, String text) {
        reaches(page, page.locator("#text"));
        page.keyboard().type(text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#text")).hasValue("");
    }

    private static void presses(Page page, Locator control) {
        reaches(page, control);
        page.keyboard().press("Enter");
    }

    /** By Tab, as somebody does who has no mouse; what is reached is in sight. */
    private static void reaches(Page page, Locator control) {
        assertThat(control).isVisible();
        for (int step = 0; step < MAX_STEPS; step++) {
            if ((boolean) control.evaluate("(here) => here === document.activeElement")) {
                assertThat(control).isInViewport();
                return;
            }
            page.keyboard().press("Tab");
        }
        assertThat(control.toString()).as("is reached by Tab").isEqualTo("the focus");
    }
}
