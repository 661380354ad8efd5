package clda.campaign;

import clda.demo.Mail;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.store.jpa.JpaStore;
import clda.tools.ApprovalRule;
import clda.tools.NotSent;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One tool of each effect class, each with an argument {@code ref} by which its sink counts what was done. */
final class SinkTools {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI service;
    private final Path database;
    private final Mail mail;

    SinkTools(int httpPort, int mailPort, Path database) {
        this.service = URI.create("http://127.0.0.1:" + httpPort);
        this.database = database;
        this.mail = new Mail(new Mail.Server("127.0.0.1", mailPort, "clda@localhost"), Clock.systemUTC());
    }

    interface Act {
        void on(String reference, ToolContext context);
    }

    List<Tool> all() {
        Traits background = new Traits(true, false, false, null);
        return List.of(
                tool("look", EffectClass.READ, Traits.NONE, (ref, context) -> {}),
                tool("keyed", EffectClass.KEYED, Traits.NONE, (ref, context) -> post("keyed", ref, context)),
                tool("state", EffectClass.NATURAL, Traits.NONE, (ref, context) -> post("state", ref, context)),
                asked(),
                tool("mail", EffectClass.AT_MOST_ONCE, Traits.NONE, this::mail),
                tool("transfer", EffectClass.KEYED, new Traits(false, false, false, "cancel_transfer"), this::transfer),
                tool("cancel_transfer", EffectClass.NATURAL, Traits.NONE, this::cancelTransfer),
                tool("once", EffectClass.AT_MOST_ONCE, Traits.NONE, (ref, context) -> post("once", ref, context)),
                tool("long_keyed", EffectClass.KEYED, background, (ref, context) -> post("keyed", ref, context)),
                tool("long_once", EffectClass.AT_MOST_ONCE, background, (ref, context) -> post("once", ref, context)),
                tool("long_look", EffectClass.READ, background, (ref, context) -> {}));
    }

    static ObjectNode result(String ref) {
        return Json.MAPPER.createObjectNode().put("ref", ref);
    }

    /** Writes to the engine's own database, in its own transaction. */
    static Tool ticket(JpaStore store) {
        return tool(
                "ticket",
                EffectClass.LOCAL_TX,
                Traits.NONE,
                (ref, context) -> store.inTransaction(entities -> {
                    Number last = (Number)
                            entities.createNativeQuery("select coalesce(max(ticket_number), 0) from demo_ticket")
                                    .getSingleResult();
                    return entities.createNativeQuery(
                                    "insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at)"
                                            + " values (?1, ?2, ?3, 'low', 0)")
                            .setParameter(1, last.intValue() + 1)
                            .setParameter(2, ref)
                            .setParameter(3, new byte[0])
                            .executeUpdate();
                }));
    }

    private static Tool tool(String name, EffectClass effect, Traits traits, Act act) {
        return tool(name, effect, traits, act, null);
    }

    private Tool asked() {
        return tool("asked", EffectClass.QUERYABLE, Traits.NONE, (ref, context) -> post("asked", ref, context), ref -> {
            HttpResponse<Void> answer = send(HttpRequest.newBuilder(service.resolve("/asked/" + ref))
                    .GET()
                    .build());
            return answer.statusCode() == 200 ? Optional.of(result(ref)) : Optional.empty();
        });
    }

    interface Ask {
        Optional<JsonNode> about(String reference);
    }

    private static Tool tool(String name, EffectClass effect, Traits traits, Act act, @Nullable Ask ask) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        schema.putObject("properties").putObject("ref").put("type", "string");
        schema.putArray("required").add("ref");
        ApprovalRule rule =
                name.equals("mail") ? new ApprovalRule(ApprovalRule.By.REQUESTER, null, null) : ApprovalRule.NEVER;
        ToolDefinition definition = new ToolDefinition(
                name,
                "A tool of a campaign",
                effect,
                schema,
                rule,
                Set.of(),
                Duration.ofSeconds(5),
                new Recovery(Duration.ofHours(24), Duration.ofMillis(100)),
                traits);
        return new Tool() {
            @Override
            public ToolDefinition definition() {
                return definition;
            }

            @Override
            public JsonNode call(ObjectNode arguments, ToolContext context) {
                String ref = arguments.path("ref").asText();
                act.on(ref, context);
                return result(ref);
            }

            @Override
            public boolean canBeAsked() {
                return ask != null;
            }

            @Override
            public Optional<JsonNode> lookUp(ObjectNode arguments, ToolContext context) {
                return ask == null
                        ? Tool.super.lookUp(arguments, context)
                        : ask.about(arguments.path("ref").asText());
            }
        };
    }

    private void post(String door, String ref, ToolContext context) {
        HttpResponse<Void> answer = send(HttpRequest.newBuilder(service.resolve("/" + door + "/" + ref))
                .header("Idempotency-Key", '"' + context.effectKey() + '"')
                .timeout(Duration.ofSeconds(4))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("answered " + answer.statusCode());
        }
    }

    private HttpResponse<Void> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (ConnectException e) {
            throw new NotSent("no connection");
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void mail(String ref, ToolContext context) {
        mail.sendEmail("bob@example.com", ref, "campaign", context);
    }

    private void transfer(String ref, ToolContext context) {
        sql("insert into transfer (key, ref) values (?, ?) on conflict do nothing", context.effectKey(), ref);
    }

    private void cancelTransfer(String ref, ToolContext context) {
        sql("insert into cancelled (ref) values (?) on conflict do nothing", ref);
    }

    private void sql(String sql, String... values) {
        try (Connection connection = Sinks.connect(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
