package clda.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are longer than a page, over REST and on the page, on the running server. */
class InboxIT {

    private static final int MAILS = 55;

    private static RunningServer server;
    private static People people;
    private static Client alice;
    private static Client carol;

    /** Carol has more mails to decide about than a page holds; then alice wants a refund that somebody else has to approve. */
    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start("inbox", Map.of("clda.demo.statement-step", "1"));
        people = new People(server);
        alice = Client.signedIn(server, "alice");
        carol = Client.signedIn(server, "carol");
        for (int i = 0; i < MAILS; i++) {
            carol.says(carol.opensConversation(), "email bob@example.com that lunch " + i + " is ready");
        }
        alice.says(alice.opensConversation(), "refund 500 dollars for order A-1003 because it is broken");
        for (int i = 0; i < 3; i++) {
            String id = alice.opensConversation();
            alice.says(id, "remind me tomorrow at 9 am to water the flowers");
            alice.says(id, "prepare the statement of 2026-01");
            alice.says(id, "zorble my flimflam");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        people.close();
        server.close();
    }

    /** The items of all parts, and what the first part says of how many there are. */
    private record Listed(List<JsonNode> items, JsonNode first) {
        List<String> all(String member) {
            return items.stream().map(item -> item.path(member).asText()).toList();
        }
    }

    private static Listed list(Client client, String path, String going, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String query = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        JsonNode first = client.get(query).json();
        JsonNode page = first;
        page.path("items").forEach(items::add);
        while (page.has("next")) {
            assertThat(page.path("items")).hasSize(limit);
            page = client.get(query + "&" + going + "="
                            + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8))
                    .json();
            page.path("items").forEach(items::add);
        }
        return new Listed(items, first);
    }

    @Test
    void whatWaitsIsReadPageByPageAndCounted() {
        Listed all = list(carol, "/api/v1/approvals?state=pending", "after", 7);
        Listed office = list(carol, "/api/v1/approvals?state=pending&role=approver", "after", 1);
        Listed own = list(alice, "/api/v1/approvals", "after", 50);

        assertThat(all.all("approvalId")).hasSize(MAILS + 1).doesNotHaveDuplicates();
        assertThat(all.all("tool").getLast()).isEqualTo("refund_order");
        assertThat(all.first().path("count").asLong()).isEqualTo(MAILS + 1);
        assertThat(all.first().path("forMe").asLong()).isEqualTo(MAILS + 1);
        assertThat(office.all("tool")).containsExactly("refund_order");
        assertThat(office.first().path("count").asLong()).isEqualTo(1);
        assertThat(own.all("tool")).containsExactly("refund_order");
        assertThat(own.first().path("count").asLong()).isEqualTo(1);
        assertThat(own.first().path("forMe").asLong()).isZero();
    }

    @Test
    void otherListsGoOnInTheSameWay() {
        Client admin = Client.signedIn(server, "admin");
        Client dave = Client.signedIn(server, "dave");

        Listed schedules = list(alice, "/api/v1/schedules", "after", 2);
        Listed tasks = list(alice, "/api/v1/tasks", "before", 2);
        Listed missed = list(admin, "/api/v1/nlu/missed", "before", 2);
        Listed audit = list(dave, "/api/v1/audit", "before", 100);

        assertThat(schedules.all("id")).hasSize(3).doesNotHaveDuplicates();
        assertThat(schedules.first().path("count").asLong()).isEqualTo(3);
        assertThat(tasks.all("id")).hasSize(3).doesNotHaveDuplicates();
        assertThat(tasks.first().path("count").asLong()).isEqualTo(3);
        assertThat(list(carol, "/api/v1/tasks", "before", 2).items()).isEmpty();
        assertThat(missed.all("text")).hasSize(3).containsOnly("zorble my flimflam");
        assertThat(missed.first().path("count").asLong()).isEqualTo(3);
        assertThat(audit.all("id")).hasSizeGreaterThan(MAILS).doesNotHaveDuplicates();
        assertThat(audit.all("action")).contains("approval.requested", "task.started");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approvals?after=x",
                "approvals?limit=0",
                "approvals?limit=201",
                "approvals?role=boss",
                "effects?after=1",
                "schedules?limit=all",
                "tasks?before=-",
                "tasks?state=lost",
                "usage?before=x"
            })
    void aPageThatCannotBeIsRefused(String list) {
        Client.Answer answer = alice.get("/api/v1/" + list);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.type()).startsWith("application/problem+json");
    }

    @Test
    void thePageShowsTheRefundBesideTheMailsAndReachesAllOfThem() {
        // Given
        Page page = people.signIn("carol", Look.DESKTOP);
        assertThat(page.locator("#pending")).hasText(String.valueOf(MAILS + 1));

        // When
        page.navigate(server.uri("/approvals.xhtml").toString());

        // Then
        Locator mails = page.locator("#approvals [data-approval]");
        assertThat(mails).hasCount(50);
        assertThat(page.locator("#approvals-office [data-approval]")).hasCount(1);
        Locator more = page.locator("#approvals + .more");
        assertThat(more).hasText("Show more (" + (MAILS - 50) + ")");
        more.click();
        assertThat(mails).hasCount(MAILS);
        assertThat(more).isHidden();
        people.leave();
    }
}
