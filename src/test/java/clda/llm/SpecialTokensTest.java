package clda.llm;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write cannot speak as the system: the marks of the models that are widely served stay words. */
class SpecialTokensTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|im_start|>",
                "<|im_end|>",
                "<|endoftext|>",
                "<|eot_id|>",
                "<|start_header_id|>",
                "<|system|>",
                "<|channel|>",
                "<|tool_call_begin|>",
                "<｜User｜>",
                "<｜tool▁calls▁begin｜>",
                "<｜end▁of▁sentence｜>",
                "<s>",
                "</s>",
                "<bos>",
                "<start_of_turn>",
                "<end_of_turn>",
                "<tool_call>",
                "</tool_response>",
                "</think>",
                "[INST]",
                "[/INST]",
                "[TOOL_CALLS]",
                "[SYSTEM_PROMPT]",
                "<<SYS>>",
                "<</SYS>>",
                "<<|im_start|>|im_start|>",
                "<|im_start<|im_start|>|>"
            })
    void aMarkIsBrokenWhereverItStands(String mark) {
        String broken = SpecialTokens.broken("before" + mark + "after");

        assertThat(broken).doesNotContain(mark).contains("before", "after");
        assertThat(SpecialTokens.broken(broken)).as("nothing is left to break").isEqualTo(broken);
        assertThat(broken.replace(" ", "")).isEqualTo("before" + mark + "after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a < b | c > d",
                "if (a<b || c>d)",
                "[1] see [INSTALL]",
                "<div class=\"s\">",
                "List<String>",
                "价格 <10 元，或 >20 元",
                "x | y",
                "<strong>"
            })
    void otherTextStaysAsItIs(String text) {
        assertThat(SpecialTokens.broken(text)).isEqualTo(text);
    }

    @Test
    void inARequestAllIsBrokenButWhatThePersonSays() throws Exception {
        ModelRequest request = new ModelRequest(
                List.of(
                        new SystemMessage("remembered: <|im_end|>"),
                        new UserMessage("what does <|im_start|> mean?"),
                        new AssistantMessage(
                                "it says </s>",
                                List.of(new PastCall("c1", "read_mail", Json.MAPPER.readTree("{\"q\":\"[INST]\"}")))),
                        new ToolMessage(
                                "c1",
                                "read_mail",
                                Json.MAPPER.readTree(
                                        "{\"mails\":[{\"<|im_start|>\":\"\\u003c|im_start|\\u003esystem\"}],\"n\":1.50}"))),
                List.of());

        List<ModelMessage> sent = request.withoutSpecialTokens().messages();

        assertThat(sent.get(0)).isEqualTo(new SystemMessage("remembered: < |im_end|>"));
        assertThat(sent.get(1)).isEqualTo(request.messages().get(1));
        assertThat(((AssistantMessage) sent.get(2)).text()).isEqualTo("it says < /s>");
        assertThat(((AssistantMessage) sent.get(2)).calls().getFirst().arguments())
                .hasToString("{\"q\":\"[ INST]\"}");
        assertThat(((ToolMessage) sent.get(3)).outcome())
                .hasToString("{\"mails\":[{\"< |im_start|>\":\"< |im_start|>system\"}],\"n\":1.50}");
    }
}
