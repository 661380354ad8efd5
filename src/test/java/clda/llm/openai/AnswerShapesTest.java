package clda.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.ScriptedModelServer;
import clda.kit.Shown;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelReply.End;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.preset.Presets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes that servers really send, each told of in the presets. */
class AnswerShapesTest {

    private static final String STOP = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String DONE = "[DONE]";
    private static final String ORDER = "{\"orderNumber\":\"A-1\"}";

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final Shown shown = new Shown();

    @AfterEach
    void close() {
        server.close();
    }

    private ModelReply answer(String preset, String... events) {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append(event.startsWith(":") || event.startsWith("event:") ? event : "data: " + event)
                    .append("\n\n");
        }
        return body(preset, "text/event-stream", body.toString());
    }

    private ModelReply body(String preset, String type, String body) {
        server.then(wire -> {
            wire.begin(type);
            wire.bytes(body.getBytes(StandardCharsets.UTF_8));
            wire.end();
        });
        StreamingModelClient client = new StreamingModelClient(
                "m",
                new ChatCompletions(
                        Endpoint.at(URI.create(server.address() + "/v1"), ChatCompletionsApi.class),
                        "m",
                        null,
                        null,
                        Presets.builtIn().named(preset)),
                new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
                Thread.ofVirtual().factory());
        return client.respond(
                new ModelRequest(List.of(new UserMessage("run-0-")), List.of()), shown, new Cancellation());
    }

    private ModelFailure failure(String preset, String... events) {
        return catchThrowableOfType(ModelFailure.class, () -> answer(preset, events));
    }

    private static String text(String text) {
        return "{\"model\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + quoted(text)
                + "},\"finish_reason\":null}]}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String calls(String pieces) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":" + pieces + "}}]}";
    }

    private static String finish(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static List<String> proposed(ModelReply reply) {
        return reply.calls().stream()
                .map(call -> call.tool() + call.arguments())
                .toList();
    }

    // The end

    @ParameterizedTest
    @CsvSource({
        "deepseek, insufficient_system_resource",
        "vllm, abort",
        "sglang, abort",
        "zhipu, network_error",
        "openrouter, error",
        "mistral, error",
        "compatible, never_heard_of",
        "openai, STOP"
    })
    void whatIsBrokenOffIsNeverWhole(String preset, String reason) {
        ModelFailure failure = failure(preset, text("Half an"), finish(reason), DONE);

        assertThat(failure.reason()).isEqualTo(Reason.BROKEN);
        assertThat(failure.getMessage()).contains(reason);
    }

    @Test
    void anEmptyReasonIsNone() {
        String piece =
                "{\"model\":\"x\",\"choices\":[{\"index\":0,\"finish_reason\":\"\",\"delta\":{\"content\":\"Hi\"}}],"
                        + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}";

        assertThat(failure("localai", piece, piece).reason()).isEqualTo(Reason.BROKEN);
        assertThat(failure("localai", piece, finish("")).reason()).isEqualTo(Reason.BROKEN);
        assertThat(failure("localai", piece, DONE).reason()).isEqualTo(Reason.BROKEN);
        ModelReply reply = answer("localai", piece, finish("stop"), DONE);
        assertThat(reply.text()).isEqualTo("Hi");
        assertThat(reply.usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"zhipu, model_context_window_exceeded", "mistral, model_length", "compatible, length"})
    void whatBecameTooLongIsTruncated(String preset, String reason) {
        assertThat(answer(preset, text("Half an"), finish(reason), DONE).end()).isEqualTo(End.LENGTH);
    }

    @ParameterizedTest
    @CsvSource({"zhipu, sensitive", "azure, content_filter"})
    void whatMayNotBeSaidIsRefused(String preset, String reason) {
        assertThat(failure(preset, text("Half an"), finish(reason), DONE).reason())
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void anEndWithoutAReasonIsNoneAndAReasonWithoutAnEndIsOne() {
        assertThat(failure("sglang", text("Hello"), DONE).reason()).isEqualTo(Reason.BROKEN);
        assertThat(answer("sglang", text("Hello"), STOP).text()).isEqualTo("Hello");
    }

    @Test
    void aReasonInTwoPiecesIsOne() {
        assertThat(answer(
                                "sglang",
                                "{\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}",
                                STOP,
                                DONE)
                        .text())
                .isEqualTo("Hello");
        assertThat(answer("sglang", text("Hel"), finish("length"), STOP).end()).isEqualTo(End.LENGTH);
    }

    // Pieces that lack something

    @Test
    void piecesMayLackWhatDoesNotMatter() {
        ModelReply reply = answer(
                "azure",
                "{\"id\":\"\",\"choices\":[],\"model\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0}]}",
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                text("Hel"),
                "{\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}",
                "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"content_filter_offsets\":{\"check_offset\":1},"
                        + "\"content_filter_results\":{\"hate\":{\"filtered\":false}}}],\"model\":\"\"}",
                "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}",
                "{\"choices\":null,\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}}",
                "{\"object\":\"whatever\"}",
                DONE);

        assertThat(reply.text()).isEqualTo("Hello");
        assertThat(reply.usage().inputTokens()).isEqualTo(12);
        assertThat(reply.model()).isEqualTo("x");
    }

    @Test
    void pingsCommentsAndEmptyDataMeanNothing() {
        assertThat(answer(
                                "openrouter",
                                ": OPENROUTER PROCESSING",
                                "event: ping",
                                "",
                                "{\"type\":\"ping\"}",
                                text("Hello"),
                                ":",
                                STOP,
                                DONE)
                        .text())
                .isEqualTo("Hello");
    }

    @Test
    void theLastEventNeedsNoEmptyLine() {
        assertThat(body("compatible", "text/event-stream", "data: " + text("Hello") + "\n\ndata: " + STOP)
                        .text())
                .isEqualTo("Hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json; charset=utf-8",
                "application/octet-stream",
                "application/x-ndjson"
            })
    void theTypeOfTheContentDoesNotMatter(String type) {
        assertThat(body("compatible", type, "\n\ndata:" + text("Hello") + "\r\n\r\ndata:" + STOP + "\r\n\r\n")
                        .text())
                .isEqualTo("Hello");
    }

    @Test
    void aWholeAnswerMayComeAtOnce() {
        String whole =
                "{\n \"object\":\"chat.completion\",\"model\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Hello\",\"reasoning_content\":\"Hm.\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"find_order\",\"arguments\":" + quoted(ORDER)
                        + "}}]},\"finish_reason\":\"tool_calls\"}],"
                        + "\n \"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}\n}\n";

        ModelReply reply = body("one-api", "application/json", whole);

        assertThat(reply.text()).isEqualTo("Hello");
        assertThat(reply.reasoning().text()).isEqualTo("Hm.");
        assertThat(proposed(reply)).containsExactly("find_order" + ORDER);
        assertThat(reply.usage().outputTokens()).isEqualTo(4);
        assertThat(catchThrowableOfType(
                                ModelFailure.class,
                                () -> body("one-api", "application/json", whole.substring(0, whole.length() - 20)))
                        .reason())
                .isEqualTo(Reason.BROKEN);
        assertThat(catchThrowableOfType(
                                ModelFailure.class,
                                () -> body("one-api", "application/json", whole.replace("\"tool_calls\"}]", "null}]")))
                        .reason())
                .isEqualTo(Reason.BROKEN);
    }

    @Test
    void anErrorWithAGoodStatusIsAnError() {
        for (String error : List.of(
                "{\"error\":{\"message\":\"no channel\",\"type\":\"one_api_error\"}}",
                "{\"error\":\"overloaded\"}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"error\":{\"code\":502,\"message\":\"x\"}}]}")) {
            assertThat(failure("one-api", text("Hello"), error, STOP)).as(error).isNotNull();
        }
        String base = "{\"choices\":null,\"base_resp\":{\"status_code\":1004,\"status_msg\":\"auth\"}}";
        assertThat(failure("minimax", base)).isNotNull();
        assertThat(failure("minimax", text("Hello"), base.replace("null", "[]"), STOP))
                .isNotNull();
        assertThat(answer("minimax", text("Hello"), STOP.replace("]}", "],\"base_resp\":{\"status_code\":0}}"))
                        .text())
                .isEqualTo("Hello");
    }

    // Usage

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"prompt_tokens\":null,\"completion_tokens\":null,\"total_tokens\":null}",
                "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}",
                "{\"prompt_tokens\":11,\"total_tokens\":11}",
                "{\"prompt_tokens_details\":{\"cached_tokens\":0}}"
            })
    void usageThatSaysNothingIsUnknown(String usage) {
        String last = "{\"choices\":[],\"usage\":" + usage + "}";

        ModelReply reply = answer("one-api", text("Hello"), STOP, last, DONE);

        assertThat(reply.text()).isEqualTo("Hello");
        assertThat(reply.usage()).isNull();
    }

    @Test
    void usageMayStandAnywhere() {
        String counts = "{\"prompt_tokens\":12,\"total_tokens\":15}";
        for (String piece : List.of(
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"usage\":" + counts + "}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":" + counts
                        + "}}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":" + counts + "}")) {
            ModelReply reply = answer("moonshot", text("Hello"), piece, DONE);

            assertThat(reply.usage().inputTokens()).as(piece).isEqualTo(12);
            assertThat(reply.usage().outputTokens()).as(piece).isEqualTo(3);
        }
    }

    // Calls

    private static String call(String index, String id, String name, String arguments) {
        return "{" + (index.isEmpty() ? "" : "\"index\":" + index + ",")
                + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",")
                + "\"function\":{" + (name == null ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":"
                + quoted(arguments)
                + "}}";
    }

    private ModelReply called(String... pieces) {
        String[] events = new String[pieces.length + 2];
        for (int i = 0; i < pieces.length; i++) {
            events[i] = calls(pieces[i]);
        }
        events[pieces.length] = finish("tool_calls");
        events[pieces.length + 1] = DONE;
        return answer("compatible", events);
    }

    @Test
    void callsAreToldApartByIdIndexOrPlace() {
        String one = "{\"orderNumber\":\"A-1\"}";
        String two = "{\"orderNumber\":\"A-2\"}";
        List<String> both = List.of("find_order" + one, "find_order" + two);

        // Both with index 0, each whole, as Gemini sends them.
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_order", one) + "]", "[" + call("0", "b", "find_order", two) + "]")))
                .isEqualTo(both);
        // Without an index.
        assertThat(proposed(called(
                        "[" + call("", "a", "find_order", one) + "]", "[" + call("", "b", "find_order", two) + "]")))
                .isEqualTo(both);
        // Without an id, and with neither.
        assertThat(proposed(
                        called("[" + call("0", "", "find_order", one) + "," + call("1", "", "find_order", two) + "]")))
                .isEqualTo(both);
        assertThat(proposed(
                        called("[" + call("", "", "find_order", one) + "," + call("", "", "find_order", two) + "]")))
                .isEqualTo(both);
        assertThat(proposed(called(
                        "[" + call("", "", "find_order", one) + "]", "[" + call("", "", "find_order", two) + "]")))
                .isEqualTo(both);
        assertThat(proposed(called(
                        "[" + call("0", "", "find_order", one) + "]", "[" + call("0", "", "find_order", two) + "]")))
                .isEqualTo(both);
        // In pieces, side by side, by their place alone.
        assertThat(proposed(called(
                        "[" + call("", "", "find_order", one.substring(0, 9)) + ","
                                + call("", "", "find_order", two.substring(0, 4)) + "]",
                        "[" + call("", "", null, one.substring(9)) + "," + call("", "", null, two.substring(4)) + "]")))
                .isEqualTo(both);
        // In pieces, one index after the other and back.
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_order", "") + "]",
                        "[" + call("1", "b", "find_order", "") + "]",
                        "[" + call("1", "", "", two.substring(0, 5)) + "]",
                        "[" + call("0", "", "", one) + "]",
                        "[" + call("1", "", "", two.substring(5)) + "]")))
                .isEqualTo(both);
    }

    @Test
    void theNameMayComeInPiecesOrAgainAndAgain() {
        List<String> once = List.of("find_order" + ORDER);

        assertThat(proposed(called(
                        "[" + call("0", "a", "find_order", "") + "]",
                        "[" + call("0", "a", "find_order", ORDER.substring(0, 7)) + "]",
                        "[" + call("0", "a", "find_order", ORDER.substring(7)) + "]")))
                .isEqualTo(once);
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_", "") + "]",
                        "[" + call("0", "", "order", "") + "]",
                        "[" + call("0", "", null, ORDER) + "]")))
                .isEqualTo(once);
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_", "") + "]",
                        "[" + call("0", "a", "find_order", "") + "]",
                        "[" + call("0", "a", "", ORDER) + "]")))
                .isEqualTo(once);
        // A new id for each piece, and an id of "".
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_order", "") + "]",
                        "[" + call("0", "b", null, ORDER.substring(0, 7)) + "]",
                        "[{\"index\":0,\"id\":\"\",\"function\":{\"name\":null,\"arguments\":"
                                + quoted(ORDER.substring(7)) + "}}]")))
                .isEqualTo(once);
    }

    @Test
    void argumentsMayBeWrappedOrRepeated() {
        List<String> once = List.of("find_order" + ORDER);

        assertThat(proposed(called("[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"find_order\",\"arguments\":"
                        + ORDER + "}}]")))
                .isEqualTo(once);
        assertThat(proposed(called("[" + call("0", "a", "find_order", quoted(ORDER)) + "]")))
                .isEqualTo(once);
        assertThat(proposed(called("[" + call("0", "a", "find_order", "```json\n" + ORDER + "\n```") + "]")))
                .isEqualTo(once);
        assertThat(proposed(called(
                        "[" + call("0", "a", "find_order", ORDER.substring(0, 7)) + "]",
                        "[" + call("0", "", null, ORDER.substring(7)) + "]",
                        "[" + call("0", "a", "find_order", ORDER) + "]")))
                .isEqualTo(once);
        assertThat(proposed(
                        called("[" + call("0", "a", "find_order", "{}") + "]", "[" + call("0", "", null, ORDER) + "]")))
                .isEqualTo(once);
        assertThat(proposed(called("[{\"id\":\"a\",\"function\":{\"name\":\"list_orders\",\"arguments\":null}}]")))
                .containsExactly("list_orders{}");
        assertThat(proposed(answer(
                        "compatible",
                        "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"find_order\",\"arguments\":"
                                + quoted(ORDER) + "}}}]}",
                        finish("function_call"))))
                .isEqualTo(once);
    }

    @Test
    void argumentsThatAreTwoObjectsStayWrong() {
        ProposedCall call = called(
                        "[" + call("0", "a", "find_order", "{\"a\":1}") + "]",
                        "[" + call("0", "", null, "{\"a\":2}") + "]")
                .calls()
                .getFirst();

        assertThat(call.arguments().textValue()).isEqualTo("{\"a\":1}{\"a\":2}");
    }

    @Test
    void callsThatEndWithStopAreCalls() {
        assertThat(proposed(answer("gemini", calls("[" + call("0", "a", "find_order", ORDER) + "]"), STOP, DONE)))
                .containsExactly("find_order" + ORDER);
    }

    // Thoughts, and what hides in text

    @Test
    void contentMayComeInBlocks() {
        ModelReply reply = answer(
                "mistral",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm.\"}]}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"reference\",\"reference_ids\":[1]}]}}]}",
                text("lo"),
                STOP);

        assertThat(reply.text()).isEqualTo("Hello");
        assertThat(reply.reasoning().text()).isEqualTo("Hm.");
    }

    @Test
    void aThoughtInTwoFieldsIsOne() {
        ModelReply reply = answer(
                "litellm",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Six \",\"reasoning\":\"Six \"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"times.\",\"reasoning\":\"times.\",\"content\":null}}]}",
                text("42"),
                STOP);

        assertThat(reply.reasoning().text()).isEqualTo("Six times.");
        assertThat(answer(
                                "vllm",
                                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Six.\"}}]}",
                                text("<think>Six.</think>\n\n42"),
                                STOP)
                        .reasoning()
                        .text())
                .isEqualTo("Six.");
    }

    @Test
    void thoughtsAtTheBeginningOfTheTextAreThoughts() {
        String whole = "\n<think>\nSix < seven.</think>\n\nIt is <b>42</b>; <think> is a tag.";
        for (int size : new int[] {1, 2, 3, 5, 100}) {
            String[] events = new String[(whole.length() + size - 1) / size + 1];
            for (int i = 0; i < events.length - 1; i++) {
                events[i] = text(whole.substring(i * size, Math.min(whole.length(), (i + 1) * size)));
            }
            events[events.length - 1] = STOP;

            ModelReply reply = answer("compatible", events);

            assertThat(reply.text()).as("%d at a time", size).isEqualTo("It is <b>42</b>; <think> is a tag.");
            assertThat(reply.reasoning().text()).isEqualTo("\nSix < seven.");
        }
        assertThat(answer("openai", text("<think> is a tag."), STOP).text()).isEqualTo("<think> is a tag.");
        assertThat(shown.text()).doesNotContain("Six");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>\n{\"name\": \"find_order\", \"arguments\": {\"orderNumber\":\"A-1\"}}\n</tool_call>",
                "<tool_call>\n<function=find_order>\n<parameter=orderNumber>\nA-1\n</parameter>\n</function>\n</tool_call>",
                "<tool_call>find_order\n<arg_key>orderNumber</arg_key>\n<arg_value>A-1</arg_value>\n</tool_call>",
                "[TOOL_CALLS][{\"name\":\"find_order\",\"arguments\":{\"orderNumber\":\"A-1\"}}]",
                "[TOOL_CALLS]find_order[ARGS]{\"orderNumber\":\"A-1\"}",
                "<|channel|>analysis<|message|>I look.<|end|><|start|>assistant<|channel|>commentary to=functions.find_order "
                        + "<|constrain|>json<|message|>{\"orderNumber\":\"A-1\"}<|call|>"
            })
    void callsInTheTextAreCallsWhereThePresetSaysSo(String written) {
        for (int size : new int[] {1, 4, 1_000}) {
            String[] events = new String[(written.length() + size - 1) / size + 1];
            for (int i = 0; i < events.length - 1; i++) {
                events[i] = text(written.substring(i * size, Math.min(written.length(), (i + 1) * size)));
            }
            events[events.length - 1] = STOP;

            ModelReply reply = answer("vllm", events);

            assertThat(proposed(reply)).as("%d at a time", size).containsExactly("find_order" + ORDER);
            assertThat(reply.text()).isEmpty();
        }
        assertThat(answer("openai", text(written), STOP).text()).isEqualTo(written);
    }

    @Test
    void severalCallsStandBesideText() {
        ModelReply reply = answer(
                "vllm",
                text("I look. <tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"b\","
                        + "\"arguments\":{}}</tool_call>\n"),
                STOP);

        assertThat(reply.text()).isEqualTo("I look. ");
        assertThat(proposed(reply)).containsExactly("a{}", "b{}");
    }

    @Test
    void aCallInTheTextThatIsCutIsABrokenAnswer() {
        assertThat(failure("vllm", text("<tool_call>{\"name\":\"find_order\",\"argum"), STOP)
                        .reason())
                .isEqualTo(Reason.BROKEN);
        assertThat(failure("vllm", text("<tool_call>what now</tool_call>"), STOP)
                        .reason())
                .isEqualTo(Reason.BROKEN);
    }

    /** A model that has lost its way may write the same thing until it is stopped. */
    @Test
    void aCallInTheTextThatRepeatsItselfIsReadOnce() {
        assertThat(failure("vllm", text("<tool_call>find_order" + " ".repeat(150_000) + "?</tool_call>"), STOP)
                        .reason())
                .isEqualTo(Reason.BROKEN);
        assertThat(proposed(answer(
                        "vllm",
                        text("<tool_call><function=find_order>" + "<parameter=a>".repeat(11_000) + "</tool_call>"),
                        STOP)))
                .containsExactly("find_order{}");
        assertThat(proposed(answer(
                        "vllm",
                        text("<tool_call>find_order" + "<arg_key></arg_key>".repeat(7_500)
                                + "</arg_value></tool_call>"),
                        STOP)))
                .containsExactly("find_order{}");
    }

    @Test
    void channelsAreThoughtsAndAnswers() {
        ModelReply reply = answer(
                "vllm",
                text("<|channel|>analysis<|message|>Six times"),
                text(" seven.<|end|><|start|>assistant<|chan"),
                text("nel|>final<|message|>It is <42>."),
                text("<|return|>"),
                STOP);

        assertThat(reply.text()).isEqualTo("It is <42>.");
        assertThat(reply.reasoning().text()).isEqualTo("Six times seven.");
    }
}
