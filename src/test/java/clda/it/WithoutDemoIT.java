package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server without the demo shows nothing of it. */
class WithoutDemoIT {

    static final Pattern OF_THE_DEMO =
            Pattern.compile("(?i)mailbox|邮箱|A-1001|alice-demo|demo account|演示|refund|退款|sales|销售|write mail|写邮件");

    @TempDir
    Path folder;

    @Test
    void nothingOfTheDemoIsThere() throws IOException {
        Path accounts = folder.resolve("accounts");
        Files.writeString(accounts, LocalAccounts.line("maria", "default", "user"));
        try (RunningServer server = RunningServer.start(
                        "nodemo", Map.of("clda.demo", "false", "clda.accounts.file", accounts.toString()));
                People people = new People(server)) {
            for (Look look : List.of(Look.DESKTOP, Look.PHONE)) {
                Page page = people.atTheDoor(look);
                assertThat(text(page)).doesNotContainPattern(OF_THE_DEMO);
                page = people.signIn("maria", look);
                assertThat(page.locator("#first h1")).isVisible();
                assertThat(page.locator(".suggestion")).hasCount(0);
                assertThat(text(page)).doesNotContainPattern(OF_THE_DEMO);
                shot(page, "nodemo-first-" + look.width());
                say(page, look == Look.PHONE ? "你能做什么？" : "what can you do?");
                assertThat(lastTurn(page).locator(".markdown")).isVisible();
                assertThat(text(page)).doesNotContainPattern(OF_THE_DEMO);
                for (String other : List.of("approvals", "memory", "usage")) {
                    page.navigate(server.uri("/" + other + ".xhtml").toString());
                    assertThat(page.locator("main h1")).isVisible();
                    assertThat(text(page)).doesNotContainPattern(OF_THE_DEMO);
                }
                Response mailbox = page.navigate(server.uri("/mailbox.xhtml").toString());
                assertThat(mailbox.status()).isEqualTo(404);
            }
            assertThat(Client.nobody(server)
                            .send("GET", "/openapi", null, Map.of())
                            .text())
                    .contains("/api/v1/conversations")
                    .doesNotContainPattern(OF_THE_DEMO);
            people.leave();
        }
    }

    private static String text(Page page) {
        return page.locator("body").innerText();
    }
}
