package clda.llm.preset;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Trigger;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that a server takes. */
class FittingHistoryTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    Path dir;

    private List<ModelMessage> fitted(String history, ModelMessage... messages) throws IOException {
        Path file = Files.writeString(dir.resolve("own.yaml"), "own:\n  history: {" + history + "}\n");
        Preset.History rules = Presets.with(file).named("own").history();
        return new FittingHistory(rules, new ToolNames(rules)).of(List.of(messages));
    }

    private static AssistantMessage calls(String id, String tool) {
        return new AssistantMessage("", List.of(new PastCall(id, tool, JSON.objectNode())));
    }

    private static ToolMessage result(String id, String tool) {
        return new ToolMessage(id, tool, JSON.objectNode());
    }

    @Test
    void theSystemSpeaksAsOftenAsItMay() throws IOException {
        ModelMessage[] said = {
            new SystemMessage("Be brief."), new SystemMessage("Notes."), new UserMessage("Hi"), new UserMessage("You?")
        };

        assertThat(fitted("system-messages: several", said)).containsExactly(said);
        assertThat(fitted("system-messages: one", said))
                .containsExactly(new SystemMessage("Be brief.\n\nNotes."), said[2], said[3]);
        assertThat(fitted("system-messages: none, takes-turns: true", said))
                .containsExactly(new UserMessage("Be brief.\n\nNotes.\n\nHi\n\nYou?"));
    }

    @Test
    void betweenAResultAndAPersonTheModelSpeaks() throws IOException {
        assertThat(fitted("answer-after-tool: true", calls("c1", "a"), result("c1", "a"), new UserMessage("Hi")))
                .hasSize(4)
                .element(2)
                .isEqualTo(new AssistantMessage("[No answer was given.]", List.of()));
        assertThat(fitted("answer-after-tool: false", calls("c1", "a"), result("c1", "a"), new UserMessage("Hi")))
                .hasSize(3);
    }

    @Test
    void whoSaysNothingDoesNotSpeak() throws IOException {
        assertThat(fitted("", new UserMessage("Hi"), new AssistantMessage(" \n", List.of()), new UserMessage(" ")))
                .containsExactly(new UserMessage("Hi"), new UserMessage("[Nothing was said.]"));
        NoticeMessage notice = new NoticeMessage(new Trigger(Trigger.Kind.TASK, "t", null, null, null), "Done.");
        assertThat(fitted("", notice)).containsExactly(new UserMessage(notice.words()));
    }

    @Test
    void callsAreNumberedAsTheServerWantsAndTheirResultsAlike() throws IOException {
        for (var expected : List.of(
                List.of("'{id}'", "t1-c1"),
                List.of("'{nine}'", "[0-9A-Za-z]{9}"),
                List.of("'functions.{tool}:{n}'", "functions\\.a:0"))) {
            List<ModelMessage> fitted =
                    fitted("call-ids: " + expected.get(0), calls("t1-c1", "a"), result("t1-c1", "a"));

            String id =
                    ((AssistantMessage) fitted.getFirst()).calls().getFirst().callId();
            assertThat(id).matches(expected.get(1));
            assertThat(((ToolMessage) fitted.getLast()).callId()).isEqualTo(id);
        }
        String tooLong = "t".repeat(40) + "1";
        assertThat(((ToolMessage) fitted("", calls(tooLong, "a"), result(tooLong, "a"))
                                .getLast())
                        .callId())
                .hasSize(9);
    }

    @Test
    void namesHaveTheServersLettersAndComeBackAsTheyWere() throws IOException {
        Preset.History rules = Presets.builtIn().named(Presets.BASE).history();
        ToolNames names = new ToolNames(rules);

        for (String name : List.of("find_order", "find order!", "查询", "1st", "-x", "x".repeat(80), "find.order")) {
            assertThat(names.sent(name)).matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");
            assertThat(names.own(names.sent(name))).isEqualTo(name);
        }
        assertThat(names.sent("find_order")).isEqualTo("find_order");
        assertThat(names.sent("find.order")).isNotEqualTo(names.sent("find order"));
        assertThat(names.sent("")).isEqualTo("unnamed");
    }

    @Test
    void argumentsThatCouldNotBeReadAreNotSent() throws IOException {
        AssistantMessage broken =
                new AssistantMessage("", List.of(new PastCall("c1", "a", TextNode.valueOf("{\"order"))));

        assertThat(fitted("", broken, result("c1", "a")).toString())
                .contains("{\"unreadable\":true}")
                .doesNotContain("order");
    }
}
