package clda.kit;

import clda.agent.Exchange;
import clda.agent.Prompts;
import clda.conversation.ConversationLog.Append;
import clda.conversation.Decision;
import clda.conversation.DraftEvent;
import clda.conversation.EventCodec;
import clda.conversation.EventType;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Conversations;
import clda.json.Json;
import clda.json.Worded;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.memory.Fact;
import clda.memory.FactBook;
import clda.recording.ExchangeJson;
import clda.recording.Secrets;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Write;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * Says to the code of today what was said in a recorded conversation. Model and tools answer as they did; nothing leaves the
 * machine. What the model is asked, and what becomes of its answers, has to be what it was.
 */
public final class Replay {

    /** What of the log has to be the same, with what counts of an event. */
    private static final Map<String, List<String>> COMPARED = Map.of(
            "message.completed", List.of("messageId", "text", "truncated", "refused"),
            "tool.requested", List.of("callId", "step", "tool", "arguments"),
            "tool.completed", List.of("callId", "result"),
            "tool.failed", List.of("callId", "error"),
            "approval.decided", List.of("callId", "decision"),
            "turn.completed", List.of(),
            "turn.failed", List.of("/problem/type"),
            "conversation.summarized", List.of("through", "notes"));

    private final List<Exchange> exchanges;
    private final List<JsonNode> events;
    private final List<String> differences = new CopyOnWriteArrayList<>();
    private volatile int next;

    private Replay(JsonNode recording) {
        exchanges = StreamSupport.stream(recording.path("exchanges").spliterator(), false)
                .map(ExchangeJson::read)
                .toList();
        events = StreamSupport.stream(recording.path("events").spliterator(), false)
                .toList();
    }

    /**
     * @param dataDir empty, for a store
     * @return what is different; empty if nothing is
     */
    public static List<String> differences(JsonNode recording, Path dataDir) {
        return new Replay(recording).run(dataDir);
    }

    private List<String> run(Path dataDir) {
        SeEngine.Options options = new SeEngine.Options(dataDir, new Recorded())
                .prompts(Prompts.always(prompt()))
                .facts(new Remembered())
                .onlyTools(tools(), store -> List.of());
        Set<String> said = new LinkedHashSet<>();
        try (SeEngine engine = options.open().start()) {
            Caller caller = person();
            Conversations conversations = engine.engine().conversations();
            String conversationId = conversations.create(caller, null).id();
            for (String turnId : turns()) {
                if (canBeSaid(turnId)) {
                    said.add(turnId);
                    engine.engine().dialogue().say(caller, conversationId, text(turnId), null);
                    settle(engine, caller, conversationId, turnId);
                } else {
                    engine.engine().log().append(conversationId, new Append(asItWas(turnId), List.of()));
                }
            }
            compare(
                    said,
                    conversations.events(caller, conversationId, 0, Integer.MAX_VALUE).stream()
                            .map(EventCodec::toJson)
                            .map(JsonNode.class::cast)
                            .toList());
        }
        return differences;
    }

    /** Who spoke; each turn of a conversation is of its owner. */
    private Caller person() {
        JsonNode by = opening(turns().getFirst()).path("data").path("by");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        by.path("roles").forEach(role -> roles.add(Worded.of(Role.class, role.asText())));
        return new Caller(by.path("user").asText(), "default", roles);
    }

    /** In the order in which they were opened. */
    private List<String> turns() {
        return events.stream()
                .map(event -> event.path("turnId").asText(""))
                .filter(turnId -> !turnId.isEmpty())
                .distinct()
                .toList();
    }

    private Stream<JsonNode> of(String turnId) {
        return events.stream().filter(event -> event.path("turnId").asText().equals(turnId));
    }

    private JsonNode opening(String turnId) {
        return of(turnId).findFirst().orElseThrow();
    }

    private String text(String turnId) {
        return opening(turnId).path("data").path("text").asText();
    }

    /** A person opened it in words alone, it came to an end, and what passed between server and model was recorded. */
    private boolean canBeSaid(String turnId) {
        JsonNode data = opening(turnId).path("data");
        return !data.hasNonNull("trigger")
                && !data.hasNonNull("images")
                && exchanges.stream().anyMatch(exchange -> exchange.turnId().equals(turnId))
                && of(turnId).anyMatch(event -> Set.of("turn.completed", "turn.failed")
                        .contains(event.path("type").asText()));
    }

    /** Other turns are put into the log as they were: those that are said follow them. */
    private List<DraftEvent> asItWas(String turnId) {
        return of(turnId)
                .map(event -> {
                    try {
                        return new DraftEvent(
                                turnId,
                                Json.MAPPER.treeToValue(
                                        event.path("data"),
                                        EventType.named(event.path("type").asText())
                                                .eventClass()));
                    } catch (JsonProcessingException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private void settle(SeEngine engine, Caller caller, String conversationId, String turnId) {
        Awaitility.await("turn " + turnId)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    Turn turn =
                            engine.engine().conversations().viewTurn(caller, conversationId, turnId, found -> found);
                    if (turn.state() == Turn.State.AWAITING_APPROVAL) {
                        decide(engine, conversationId, turn);
                    }
                    return turn.state().settled();
                });
    }

    private void decide(SeEngine engine, String conversationId, Turn turn) {
        for (ToolCall call : turn.openCalls()) {
            ToolCall.PendingApproval asked = call.approval();
            Optional<JsonNode> decided =
                    of(turn.id(), call.callId(), Set.of("approval.decided")).map(event -> event.path("data"));
            if (asked == null || decided.isEmpty()) {
                continue;
            }
            JsonNode choice = decided.get();
            Caller by = new Caller(choice.path("by").asText(), "default", Set.of(Role.USER, Role.APPROVER));
            engine.engine()
                    .approvals()
                    .decide(
                            by,
                            asked.approvalId(),
                            new Choice(
                                    Worded.of(
                                            Decision.class,
                                            choice.path("decision").asText()),
                                    asked.hash(),
                                    choice.path("reason").textValue(),
                                    choice.path("arguments") instanceof ObjectNode edited ? edited : null,
                                    choice.path("remember").asBoolean()));
        }
    }

    private String prompt() {
        return exchanges.isEmpty()
                ? ""
                : ((SystemMessage) exchanges.getFirst().request().messages().getFirst()).text();
    }

    private Optional<JsonNode> of(String turnId, String callId, Set<String> types) {
        return events.stream()
                .filter(event -> event.path("turnId").asText().equals(turnId)
                        && event.path("data").path("callId").asText().equals(callId)
                        && types.contains(event.path("type").asText()))
                .findFirst();
    }

    private void compare(Set<String> turns, List<JsonNode> now) {
        for (String turnId : turns) {
            List<String> was = lines(turnId, events);
            List<String> is = lines(turnId, now);
            if (!was.equals(is)) {
                differences.add(turnId + " was " + was + " and is " + is);
            }
        }
        if (next < exchanges.size() && turns.contains(exchanges.get(next).turnId())) {
            differences.add(exchanges.get(next).messageId() + " was asked for and is not");
        }
    }

    /** In an order of their own: calls that only look run side by side. */
    private static List<String> lines(String turnId, List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("turnId").asText().equals(turnId))
                .filter(event -> COMPARED.containsKey(event.path("type").asText()))
                .map(event -> {
                    Map<String, String> members = new TreeMap<>();
                    JsonNode data = Secrets.removed(event.path("data"));
                    COMPARED.get(event.path("type").asText())
                            .forEach(name -> members.put(
                                    name,
                                    data.at(name.startsWith("/") ? name : "/" + name)
                                            .toString()));
                    return event.path("type").asText() + members;
                })
                .sorted()
                .toList();
    }

    private List<Tool> tools() {
        Map<String, ToolDefinition> definitions = new LinkedHashMap<>();
        exchanges.forEach(exchange -> exchange.request().tools().forEach(tool -> definitions.put(tool.name(), tool)));
        return definitions.values().stream()
                .map(definition -> (Tool) new Answering(definition))
                .toList();
    }

    /** Answers as the tool did. */
    private final class Answering implements Tool {
        private final ToolDefinition definition;

        Answering(ToolDefinition definition) {
            this.definition = definition;
        }

        @Override
        public ToolDefinition definition() {
            return definition;
        }

        @Override
        public JsonNode call(ObjectNode arguments, ToolContext context) {
            JsonNode came = of(
                            context.turnId(), context.callId(), Set.of("tool.completed", "tool.failed", "tool.unknown"))
                    .orElseThrow(() -> new ToolFailure("not_recorded", "This call was not recorded."));
            JsonNode data = came.path("data");
            return switch (came.path("type").asText()) {
                case "tool.completed" -> data.path("result");
                case "tool.failed" ->
                    throw new ToolFailure(
                            data.path("error").path("code").asText(),
                            data.path("error").path("message").asText());
                default -> throw new IllegalStateException("nobody knows what came of it");
            };
        }
    }

    /** Answers as the model did, and looks whether it is asked what it was. */
    private final class Recorded implements ModelClient {
        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            while (next < exchanges.size() && !canBeSaid(exchanges.get(next).turnId())) {
                next++;
            }
            if (next == exchanges.size()) {
                differences.add("the model is asked once more than it was");
                throw new ModelFailure(ModelFailure.Reason.BROKEN, "not recorded");
            }
            Exchange exchange = exchanges.get(next++);
            JsonNode was = ExchangeJson.write(exchange).path("request");
            JsonNode is = ExchangeJson.write(new Exchange(
                            exchange.turnId(), exchange.messageId(), exchange.at(), request, List.of(), null, null))
                    .path("request");
            for (String part : List.of("messages", "tools")) {
                for (int i = 0;
                        i < Math.max(was.path(part).size(), is.path(part).size());
                        i++) {
                    if (!was.path(part).path(i).equals(is.path(part).path(i))) {
                        differences.add(exchange.messageId() + ": " + part + "[" + i + "] was "
                                + was.path(part).path(i) + " and is "
                                + is.path(part).path(i));
                    }
                }
            }
            if (exchange.reply() == null) {
                throw new ModelFailure(exchange.failure(), "as it was");
            }
            shown.text(exchange.reply().text());
            return exchange.reply();
        }
    }

    /** What was remembered at each exchange. */
    private final class Remembered implements FactBook {
        @Override
        public List<Fact> of(String tenant, String person) {
            return next < exchanges.size() ? exchanges.get(next).facts() : List.of();
        }

        @Override
        public Optional<Fact> add(Fact unnumbered, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Fact> correct(String tenant, String person, int number, String text, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Fact> remove(String tenant, String person, int number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Write forget(String conversationId) {
            throw new UnsupportedOperationException();
        }
    }
}
