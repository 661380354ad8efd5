package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import clda.kit.SilentMailServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mail server that takes the mail and says nothing: what people see of an effect that nobody knows about. */
class UnknownPageIT {

    private static SilentMailServer mail;
    private static RunningServer server;
    private static People people;

    @BeforeAll
    static void start() throws IOException {
        mail = new SilentMailServer();
        server = RunningServer.start(
                "unknown", Map.of("clda.mail.host", "127.0.0.1", "clda.mail.port", String.valueOf(mail.port())));
        people = new People(server);
    }

    @AfterAll
    static void stop() throws IOException {
        people.close();
        server.close();
        mail.close();
    }

    @Test
    void anUnknownEffectIsShownSettledAndToldInTheConversation() {
        // Given
        Page alice = people.signIn("alice", Look.DESKTOP);
        say(alice, "email bob@example.com that the meeting moved to 3 pm tomorrow");
        alice.locator(".card[data-tool=send_email] .approve").click();
        Locator card = alice.locator(".card[data-tool=send_email]");
        assertThat(card).hasAttribute("data-state", "unknown");
        assertThat(lastTurn(alice).locator(".markdown")).containsText("I do not know whether this was done");
        shot(alice, "unknown-desktop");

        // When somebody else, on another page, is told of it and has found out
        Page carol = people.signIn("carol", Look.DARK);
        assertThat(carol.locator("#pending")).hasText("1");
        carol.navigate(server.uri("/approvals.xhtml").toString());
        Locator open = carol.locator("[data-effect]");
        assertThat(open).containsText("bob@example.com");
        shot(carol, "unknown-inbox-dark");
        Page phone = people.signIn("carol", Look.PHONE);
        phone.navigate(server.uri("/approvals.xhtml").toString());
        assertThat(phone.locator("[data-effect]")).containsText("bob@example.com");
        shot(phone, "unknown-inbox-phone");
        assertThat(People.overflow(phone)).isZero();
        open.locator("input").fill("looked at the mail server's log");
        open.locator(".notdone").click();

        // Then
        assertThat(carol.locator("[data-effect]")).hasCount(0);
        assertThat(card).hasAttribute("data-state", "failed");
        assertThat(card).containsText("carol");
        assertThat(lastTurn(alice).locator(".occasion")).containsText("was checked");
        assertThat(lastTurn(alice).locator(".markdown")).containsText("It was not done");
        shot(alice, "unknown-settled-desktop");
        people.leave();
    }
}
