package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelMessage.SystemMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which words a conversation's model is given. */
class PromptsTest {

    @TempDir
    Path dataDir;

    @TempDir
    Path own;

    private final ScriptedModel model = new ScriptedModel();

    private void version(int version, String en, String zh) throws IOException {
        Files.writeString(own.resolve("system." + version + ".en.md"), en);
        Files.writeString(own.resolve("system." + version + ".zh.md"), zh);
    }

    private String asked(String conversation, String text) {
        model.answersWith("ok");
        SeEngine.Options options =
                new SeEngine.Options(dataDir, model).prompts(Prompts.builtIn().and(own));
        try (Clda clda = conversation == null ? Clda.opens(options) : Clda.comesBack(options, conversation)) {
            clda.says(text);
            this.conversation = clda.conversationId();
        }
        return ((SystemMessage) model.asked().getLast().messages().getFirst()).text();
    }

    private String conversation;

    @Test
    void aConversationKeepsTheVersionAndLanguageThatItBeganWith() throws IOException {
        version(2, "Be brief.", "请简短。");
        assertThat(asked(null, "你好")).isEqualTo("请简短。");
        version(3, "Be long.", "请详细。");

        assertThat(asked(conversation, "Hello again")).isEqualTo("请简短。");
        assertThat(asked(null, "Hello")).isEqualTo("Be long.");
    }

    @Test
    void aVersionThatIsGoneIsReplacedByTheNewest() throws IOException {
        version(2, "Be brief.", "请简短。");
        asked(null, "Hello");
        Files.delete(own.resolve("system.2.en.md"));
        Files.delete(own.resolve("system.2.zh.md"));
        version(4, "Be kind.", "请友善。");

        assertThat(asked(conversation, "Hello again")).isEqualTo("Be kind.");
    }

    @Test
    void aVersionInOneLanguageOnlyIsRefused() throws IOException {
        Files.writeString(own.resolve("system.2.en.md"), "Be brief.");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prompts.builtIn().and(own))
                .withMessageContaining("version 2 lacks zh");
    }

    @Test
    void theBuiltInOnesAreInBothLanguagesAndHoldNothingSecret() {
        assertThat(Prompts.builtIn().all()).hasSize(2).allSatisfy(text -> assertThat(text)
                .doesNotContainIgnoringCase("password", "api key", "secret", "bearer"));
    }
}
