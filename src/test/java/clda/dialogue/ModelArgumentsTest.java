package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.demo.Inbox;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.tools.bean.BeanTool;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of a model is carried out with the values that it gave, or not at all; and the turn goes on. */
class ModelArgumentsTest {

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    @AfterEach
    void close() {
        clda.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orderNumber\":\"A-1003\",\"amount\":\"1,000\",\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":\"$3\",\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":\"5 USD\",\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":\"one\",\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":null,\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":1e999999999,\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":5,\"amount\":6,\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":5,\"reason\":\"late\"}{\"orderNumber\":\"A-1004\",\"amount\":5,\"reason\":\"late\"}",
                "{\"orderNumber\":\"A-1003\",\"amount\":5,\"reason\":\"late\"} as the customer asked"
            })
    void aRefundWhoseValuesAreNotTheToolsIsToldToTheModelAsInvalid(String arguments) {
        // Given
        clda = Clda.opens(new SeEngine.Options(dataDir, model));
        model.callsTool("refund_order", arguments).answersWith("How much do you want?");

        // When
        Turn turn = clda.says("refund my order");

        // Then
        ToolCall call = turn.calls().getFirst();
        assertThat(call.state()).isEqualTo(ToolCall.State.FAILED);
        assertThat(call.error().code()).isEqualTo("invalid_arguments");
        assertThat(turn.reply()).isEqualTo("How much do you want?");
    }

    @Test
    void aCountInQuotationMarksIsTheNumberThatItIs() {
        // Given
        RecordingTool read = RecordingTool.doing("read_mail", EffectClass.READ, context -> RecordingTool.ok());
        ObjectNode parameters = BeanTool.of(Inbox.class, () -> new Inbox(null), SeEngine.validator())
                .getFirst()
                .definition()
                .parameters();
        read.definition().parameters().setAll(parameters);
        clda = Clda.opens(new SeEngine.Options(dataDir, model).tools(read));
        model.callsTool("read_mail", "{\"count\":\"3\"}").answersWith("Three mails.");

        // When
        Turn turn = clda.says("read my last three mails");

        // Then
        assertThat(read.lastArguments()).hasToString("{\"count\":3}");
        assertThat(turn.calls().getFirst().arguments()).hasToString("{\"count\":3}");
    }
}
