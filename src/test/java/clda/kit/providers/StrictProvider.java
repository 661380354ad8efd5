package clda.kit.providers;

import clda.kit.PublishedDescription;
import clda.kit.ScriptedModelServer;
import clda.kit.ScriptedModelServer.Answer;
import clda.kit.providers.ProviderShape.Call;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Said;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A server that takes nothing that its rule book forbids, and answers in its shape by the mark in what was said last. */
public final class StrictProvider implements AutoCloseable {

    /** What is to come of what is said; each stands in the text after a {@code #}. */
    public enum Mark {
        HELLO,
        ONE,
        THREE,
        APPROVE,
        SLOW
    }

    private static final int BYTES_PER_TOKEN = 4;

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final String preset;
    private final RuleBook rules;
    private final boolean refuses;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch hangs = new CountDownLatch(1);

    public StrictProvider(String preset) {
        this(preset, true);
    }

    /** @param refuses whether a request that breaks a rule gets no answer */
    public StrictProvider(String preset, boolean refuses) {
        this.preset = preset;
        this.refuses = refuses;
        this.rules = RuleBook.of(preset);
        server.answering(this::answer);
    }

    public String address() {
        return isOllama() ? server.address() : server.baseUrl();
    }

    public RuleBook rules() {
        return rules;
    }

    /** The rules that were broken. */
    public List<String> complaints() {
        return complaints;
    }

    public List<JsonNode> taken() {
        return taken;
    }

    public List<String> heads() {
        return server.heads();
    }

    /** Opens when it was asked something slow and has stopped answering. */
    public CountDownLatch hangs() {
        return hangs;
    }

    public static String answerTo(Mark mark) {
        return "Answer to " + mark + ", 你好 👋.";
    }

    private Answer answer(JsonNode request) {
        List<String> broken = new ArrayList<>(rules.brokenBy(request));
        if (!isOllama()) {
            broken.addAll(PublishedDescription.problems("/chat/completions", request));
        }
        complaints.addAll(broken);
        if (refuses && !broken.isEmpty()) {
            return ScriptedModelServer.status(400, "Bad Request", "");
        }
        taken.add(request);
        List<JsonNode> messages = new ArrayList<>();
        request.path("messages").forEach(messages::add);
        boolean afterTool = messages.getLast().path("role").asText().equals("tool");
        Mark mark = mark(messages.reversed().stream()
                .filter(message -> message.path("role").asText().equals("user"))
                .findFirst()
                .orElseThrow()
                .path("content")
                .asText());
        int input = request.toString().length() / BYTES_PER_TOKEN;
        if (mark == Mark.SLOW && afterTool) {
            return wire -> {
                hangs.countDown();
                server.silence().write(wire);
            };
        }
        if (mark == Mark.HELLO || afterTool) {
            return isOllama()
                    ? new OllamaSpeech().of(thinking(Said.text(answerTo(mark)))).whole()
                    : ProviderShape.text(preset, input, answerTo(mark)).whole();
        }
        return isOllama()
                ? new OllamaSpeech()
                        .of(thinking(Said.calls(calls(mark).stream()
                                .flatMap(call -> Stream.of(call.tool(), ProviderShape.marked(preset, call.arguments())))
                                .toArray(String[]::new))))
                        .whole()
                : ProviderShape.calls(preset, input, calls(mark)).whole();
    }

    private boolean isOllama() {
        return preset.equals("ollama-chat");
    }

    private Said thinking(Said said) {
        return said.afterThinking(ProviderShape.THOUGHT_OF + preset, " and more.")
                .uncounted();
    }

    private static Mark mark(String text) {
        return List.of(Mark.values()).stream()
                .max(Comparator.comparingInt(mark -> text.lastIndexOf("#" + mark)))
                .orElseThrow();
    }

    private static List<Call> calls(Mark mark) {
        return switch (mark) {
            case THREE ->
                List.of(
                        new Call("look_up", "{\"orderNumber\":\"A-1\"}"),
                        new Call("look_up", "{\"orderNumber\":\"甲-2\"}"),
                        new Call("look_up", "{\"orderNumber\":\"A-3\"}"));
            case APPROVE -> List.of(new Call("pay", "{\"amount\":5}"));
            default -> List.of(new Call("look_up", "{\"orderNumber\":\"A-1\"}"));
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
