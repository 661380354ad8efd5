package clda.it;

import static clda.it.People.goTo;
import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.People.shot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workbench for what is understood, and the doors that a Rasa server has, on the running server. */
class WorkbenchIT {

    private static RunningServer server;
    private static People people;
    private static Client alice;
    private static Client admin;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start("workbench", Map.of());
        people = new People(server);
        alice = Client.signedIn(server, "alice");
        admin = Client.signedIn(server, "admin");
    }

    @AfterAll
    static void stop() throws IOException {
        people.close();
        server.close();
    }

    @Test
    void aMissedSentenceBecomesAnExampleThatIsUnderstood() {
        // Given
        Page person = people.signIn("alice", Look.DESKTOP);
        say(person, "zorble my flimflam");
        assertThat(lastTurn(person).locator(".markdown")).containsText("I cannot do that");
        say(person, "where is order A-1001?");
        assertThat(lastTurn(person).locator(".markdown")).containsText("shipped");
        lastTurn(person).getByText("Not helpful").click();
        assertThat(lastTurn(person).getByText("Noted")).isDisabled();

        // When
        Page page = people.signIn("admin", Look.DESKTOP);
        goTo(page, "Workbench");
        Locator card = page.locator("[data-missed]", new Page.LocatorOptions().setHasText("zorble my flimflam"));
        assertThat(page.locator("[data-missed]")).hasCount(2);
        page.locator("#sentence").fill("where is my parcel A-1002");
        page.locator("#trying button").click();
        assertThat(page.locator("#understood")).containsText("find_order");
        shot(page, "workbench-desktop");
        card.locator("select").selectOption("find_order");
        card.locator(".primary").click();
        assertThat(page.locator("[data-missed]")).hasCount(1);
        page.locator("#learn").click();
        assertThat(page.locator("#notice")).hasText("Retrained.", patiently());

        // Then
        page.locator("#sentence").fill("zorble my flimflam");
        page.locator("#trying button").click();
        assertThat(page.locator("#understood p strong").first()).hasText("find_order");
        people.leave();
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(60_000);
    }

    @Test
    void theConfusionMatrixIsAPicture() {
        Page page = people.signIn("admin", Look.DARK);
        page.navigate(server.uri("/workbench.xhtml").toString());

        page.locator("#check").click();

        assertThat(page.locator(".matrix .right").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(120_000));
        page.locator("#checked").scrollIntoViewIfNeeded();
        shot(page, "workbench-matrix-dark");
        Page phone = people.signIn("admin", Look.PHONE);
        phone.navigate(server.uri("/workbench.xhtml").toString());
        assertThat(phone.locator("#learned table")).isVisible();
        shot(phone, "workbench-phone");
        assertThat(People.overflow(phone)).isZero();
        people.leave();
    }

    @ParameterizedTest
    @CsvSource({"GET,nlu,", "POST,nlu/learn,{}", "POST,nlu/check,{}", "GET,nlu/missed,", "DELETE,nlu/missed/x.t1,"})
    void onlyAdministratorsWorkOnWhatIsUnderstood(String method, String path, String body) {
        assertThat(alice.send(method, "/api/v1/" + path, body).status()).isEqualTo(403);
    }

    @Test
    void whatIsNotThereCannotBeLabelled() {
        assertThat(admin.send("POST", "/api/v1/nlu/missed/x.t1/label", "{\"intent\":\"find_order\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.send("POST", "/api/v1/nlu/missed/x.t1/label", "{\"intent\":\"nonsense\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSentenceIsParsedAsRasaDoes() {
        JsonNode parsed = alice.send(
                        "POST", "/model/parse", "{\"text\":\"where is order A-1001?\",\"message_id\":\"m1\"}")
                .json();

        assertThat(parsed.path("intent").path("name").asText()).isEqualTo("find_order");
        assertThat(parsed.path("intent").path("confidence").asDouble()).isBetween(0.5, 1.0);
        assertThat(parsed.path("intent_ranking").path(0)).isEqualTo(parsed.path("intent"));
        JsonNode entity = parsed.path("entities").path(0);
        assertThat(entity.path("entity").asText()).isEqualTo("orderNumber");
        assertThat(entity.path("value").asText()).isEqualTo("A-1001");
        assertThat(entity.path("start").asInt()).isEqualTo(15);
        assertThat(entity.path("end").asInt()).isEqualTo(21);
        assertThat(parsed.path("message_id").asText()).isEqualTo("m1");
    }

    @Test
    void aParserIsNotForEverybody() {
        assertThat(Client.nobody(server)
                        .send("POST", "/model/parse", "{\"text\":\"x\"}")
                        .status())
                .isEqualTo(401);
        assertThat(alice.send("POST", "/model/parse", "{}").status()).isEqualTo(400);
    }

    @Test
    void eachSenderOfTheWebhookHasAConversation() {
        JsonNode first = webhook("{\"sender\":\"s1\",\"message\":\"I want a refund for order A-1003\"}");
        webhook("{\"sender\":\"s2\",\"message\":\"hello\"}");
        JsonNode second = webhook("{\"sender\":\"s1\",\"message\":\"2 dollars\"}");

        assertThat(first.path(0).path("recipient_id").asText()).isEqualTo("s1");
        assertThat(first.path(0).path("text").asText()).contains("How much");
        assertThat(second.path(0).path("custom").path("arguments").toString())
                .contains("\"amount\":2")
                .contains("A-1003");
    }

    @Test
    void aSenderIsToldWhatWaitsForAnApproval() {
        JsonNode answer = webhook("{\"sender\":\"s3\",\"message\":\"refund 500 dollars for order A-1003\"}");

        assertThat(answer.path(0).path("custom").path("tool").asText()).isEqualTo("refund_order");
    }

    private static JsonNode webhook(String body) {
        Client.Answer answer = alice.send("POST", "/webhooks/rest/webhook", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aConversationIsExportedAsATrackerAndAsADialogue() {
        String conversation = alice.opensConversation();
        alice.says(conversation, "where is order A-1001?");

        JsonNode tracker = alice.get("/api/v1/conversations/" + conversation + "/export?format=rasa")
                .json();
        String dialogue = alice.get("/api/v1/conversations/" + conversation + "/export?format=dialogue")
                .text();

        assertThat(tracker.path("sender_id").asText()).isEqualTo(conversation);
        assertThat(tracker.path("slots").path("orderNumber").asText()).isEqualTo("A-1001");
        assertThat(tracker.path("latest_message").path("intent").path("name").asText())
                .isEqualTo("find_order");
        assertThat(tracker.path("events"))
                .extracting(event -> event.path("event").asText())
                .containsExactly("user", "slot", "action", "bot");
        assertThat(dialogue)
                .contains("person: where is order A-1001?")
                .contains("call find_order {\"orderNumber\":\"A-1001\"}");
    }
}
