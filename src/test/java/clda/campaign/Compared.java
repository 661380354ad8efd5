package clda.campaign;

import clda.conversation.Turn;
import clda.dialogue.Refused;
import clda.json.Json;
import clda.kit.SeEngine;
import clda.kit.StrictHistory;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.tools.Tool;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * The same small agent twice, to be killed by the same campaign: once on this engine, once with LangChain4j's AI services, whose
 * memory lies in a database that syncs each commit. For each message the model asks for a payment (its service knows keys) and a
 * notification (its service does not), and then answers. Takes lines {@code CONVERSATION MESSAGE} and says {@code ANSWERED
 * MESSAGE}; who gets no answer sends the message again.
 */
final class Compared {

    private Compared() {}

    interface Answering {
        /** @return whether there is an answer; else it was said that there will be none */
        boolean answer(String conversation, String message);
    }

    /** {@code clda|langchain4j DATADIR HTTPPORT SINK MIGRATED}. */
    public static void main(String[] arguments) throws IOException {
        Path dataDir = Path.of(arguments[1]);
        Answering engine = arguments[0].equals("clda")
                ? clda(
                        dataDir,
                        Integer.parseInt(arguments[2]),
                        Path.of(arguments[3]),
                        Boolean.parseBoolean(arguments[4]))
                : langchain4j(dataDir, Integer.parseInt(arguments[2]));
        DoomedEngine.say("UP");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Thread.ofVirtual().start(() -> {
                boolean answered = engine.answer(words[0], words[1]);
                DoomedEngine.say((answered ? "ANSWERED " : "GIVEN_UP ") + words[1]);
            });
        }
    }

    // This engine

    private static Answering clda(Path dataDir, int httpPort, Path sink, boolean migrated) {
        List<Tool> tools = new SinkTools(httpPort, 1, sink)
                .all().stream()
                        .filter(tool -> Set.of("keyed", "once")
                                .contains(tool.definition().name()))
                        .toList();
        SeEngine.Options options = new SeEngine.Options(dataDir, new Proposing()).onlyTools(tools, store -> List.of());
        SeEngine engine = (migrated ? options.migrated() : options).open().start();
        return (conversation, message) -> {
            String id = conversation(engine, conversation);
            String turnId = say(engine, id, message);
            while (!engine.engine().conversations().viewTurn(DoomedEngine.CALLER, id, turnId, turn -> settled(turn))) {
                CampaignModel.pause(5);
            }
            return engine.engine()
                    .conversations()
                    .viewTurn(DoomedEngine.CALLER, id, turnId, turn -> turn.state() == Turn.State.COMPLETED);
        };
    }

    /** Until there is room for it. */
    private static String say(SeEngine engine, String conversationId, String message) {
        while (true) {
            try {
                return engine.engine().dialogue().say(DoomedEngine.CALLER, conversationId, message, message);
            } catch (Refused busy) {
                CampaignModel.pause(20);
            }
        }
    }

    private static boolean settled(Turn turn) {
        return turn.state().settled();
    }

    private static String conversation(SeEngine engine, String title) {
        synchronized (engine) {
            return engine.engine().conversations().list(DoomedEngine.CALLER, null, false, 100).items().stream()
                    .filter(head -> title.equals(head.title()))
                    .findFirst()
                    .orElseGet(() -> engine.engine().conversations().create(DoomedEngine.CALLER, title))
                    .id();
        }
    }

    private static final class Proposing implements ModelClient {
        @Override
        public String name() {
            return "model";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            StrictHistory.problem(request.messages()).ifPresent(problem -> DoomedEngine.say("INVALID " + problem));
            CampaignModel.pause(5);
            if (request.messages().getLast() instanceof ModelMessage.UserMessage said) {
                return ModelReply.calls(
                        "model", List.of(proposed("keyed", said.text()), proposed("once", said.text())));
            }
            return ModelReply.text("model", "Done.", null);
        }

        private static ModelReply.ProposedCall proposed(String tool, String message) {
            return new ModelReply.ProposedCall(
                    tool, Json.MAPPER.createObjectNode().put("ref", tool + "-" + message));
        }
    }

    // LangChain4j

    interface Assistant {
        String chat(@MemoryId String conversation, @dev.langchain4j.service.UserMessage String message);
    }

    private static Answering langchain4j(Path dataDir, int httpPort) {
        ChatMemoryStore store = new DatabaseMemory(dataDir.resolve("memory.db"));
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(new Asking(new Random()))
                .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                        .id(id)
                        .maxMessages(100_000)
                        .chatMemoryStore(store)
                        .build())
                .tools(new Payments(URI.create("http://127.0.0.1:" + httpPort)))
                .build();
        return (conversation, message) -> {
            // Its services are not to be used by several threads for one memory.
            synchronized (conversation.intern()) {
                assistant.chat(conversation, message);
            }
            return true;
        };
    }

    /** The tools, whose key is a new one at each attempt: nothing that they are given is the same again. */
    public static final class Payments {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI service;

        Payments(URI service) {
            this.service = service;
        }

        @dev.langchain4j.agent.tool.Tool("Pays")
        public String pay(@P("what for") String ref) {
            return post("/keyed/" + ref);
        }

        @dev.langchain4j.agent.tool.Tool("Notifies")
        public String notifyOf(@P("of what") String ref) {
            return post("/once/" + ref);
        }

        private String post(String path) {
            try {
                http.send(
                        HttpRequest.newBuilder(service.resolve(path))
                                .header(
                                        "Idempotency-Key",
                                        '"' + UUID.randomUUID().toString() + '"')
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                return "done";
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private record Asking(Random random) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            problem(request.messages()).ifPresent(problem -> DoomedEngine.say("INVALID " + problem));
            CampaignModel.pause(5);
            if (request.messages().getLast() instanceof UserMessage said) {
                return answer(AiMessage.from(List.of(
                        asked("pay", "keyed-" + said.singleText()), asked("notifyOf", "once-" + said.singleText()))));
            }
            return answer(AiMessage.from("Done."));
        }

        private static ChatResponse answer(AiMessage message) {
            return ChatResponse.builder().aiMessage(message).build();
        }

        private ToolExecutionRequest asked(String tool, String ref) {
            return ToolExecutionRequest.builder()
                    .id("call_" + Long.toHexString(random.nextLong()))
                    .name(tool)
                    .arguments("{\"ref\":\"" + ref + "\"}")
                    .build();
        }

        private static Optional<String> problem(List<ChatMessage> messages) {
            Set<String> open = new HashSet<>();
            for (ChatMessage message : messages) {
                if (message instanceof ToolExecutionResultMessage result) {
                    if (!open.remove(result.id())) {
                        return Optional.of("a result without a call");
                    }
                } else if (!open.isEmpty()) {
                    return Optional.of("calls without a result");
                } else if (message instanceof AiMessage ai && ai.hasToolExecutionRequests()) {
                    ai.toolExecutionRequests().forEach(asked -> open.add(asked.id()));
                }
            }
            return open.isEmpty() ? Optional.empty() : Optional.of("calls without a result");
        }
    }

    /** Its memory in a file that syncs each commit, written as its documentation shows. */
    private static final class DatabaseMemory implements ChatMemoryStore {
        private final Path file;

        DatabaseMemory(Path file) {
            this.file = file;
            run("create table if not exists memory (id text primary key, messages text not null)");
        }

        private Connection connect() throws SQLException {
            return java.sql.DriverManager.getConnection(
                    "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000");
        }

        private void run(String sql, String... values) {
            try (Connection connection = connect();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public List<ChatMessage> getMessages(Object id) {
            try (Connection connection = connect();
                    PreparedStatement statement =
                            connection.prepareStatement("select messages from memory where id = ?")) {
                statement.setString(1, id.toString());
                ResultSet rows = statement.executeQuery();
                return rows.next() ? ChatMessageDeserializer.messagesFromJson(rows.getString(1)) : List.of();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void updateMessages(Object id, List<ChatMessage> messages) {
            run(
                    "insert into memory (id, messages) values (?, ?) on conflict (id) do update set messages = excluded.messages",
                    id.toString(),
                    ChatMessageSerializer.messagesToJson(messages));
        }

        @Override
        public void deleteMessages(Object id) {
            run("delete from memory where id = ?", id.toString());
        }
    }
}
