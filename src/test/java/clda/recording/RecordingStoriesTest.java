package clda.recording;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Decision;
import clda.conversation.EventCodec;
import clda.conversation.MessageUsage;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.Replay;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.memory.Fact.Origin;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes between server and model is kept when the person wants it, and replayed. */
class RecordingStoriesTest {

    private static final String KEY = "sk-" + "canary-0123456789abcdef";

    @TempDir
    Path dataDir;

    @TempDir
    Path replayDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    @BeforeEach
    void open() {
        RecordingTool look = RecordingTool.doing("look_up", EffectClass.READ, context -> Json.MAPPER
                .createObjectNode()
                .put("price", 12));
        RecordingTool pay = RecordingTool.needingApproval("pay", EffectClass.KEYED);
        clda = Clda.opens(new SeEngine.Options(dataDir, model).onlyTools(List.of(look, pay), store -> List.of()));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private void records() {
        clda.engine().engine().conversations().record(ALICE, clda.conversationId(), true);
    }

    private List<ObjectNode> exchanges() {
        return clda.engine().exchanges().of(clda.conversationId());
    }

    private ObjectNode recording() {
        ObjectNode recording = Json.MAPPER.createObjectNode();
        ArrayNode events = recording.putArray("events");
        clda.events().forEach(event -> events.add(Secrets.removed(EventCodec.toJson(event))));
        recording.putArray("exchanges").addAll(exchanges());
        return recording;
    }

    @Test
    void nothingIsKeptThatNobodyAskedFor() {
        model.answersWith("Hello.");

        clda.says("hello");

        assertThat(exchanges()).isEmpty();
    }

    @Test
    void whatPassesIsKeptFromThenOnAndUntilThen() {
        model.answersWith("one").answersWith("two").answersWith("three");
        clda.says("first");
        records();
        clda.says("second");
        clda.engine().engine().conversations().record(ALICE, clda.conversationId(), false);
        clda.says("third");

        assertThat(exchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.path("messageId").asText()).isEqualTo("t2-m1");
            assertThat(exchange.path("request").path("messages")).hasSize(4);
            assertThat(exchange.path("reply").path("text").asText()).isEqualTo("two");
        });
    }

    @Test
    void anExchangeReadsBackAsItWas() {
        records();
        clda.engine().memory().remember(ALICE, "I live in Bonn", null, Origin.WRITTEN);
        model.callsTool("look_up", "{}").answersWith("12.").failsWith(Reason.BUSY);
        clda.says("what does it cost?");
        clda.says("and now?");

        assertThat(exchanges()).hasSize(3);
        assertThat(exchanges().stream().map(ExchangeJson::read).map(ExchangeJson::write))
                .isEqualTo(exchanges());
        assertThat(ExchangeJson.read(exchanges().getLast()).failure()).isEqualTo(Reason.BUSY);
        assertThat(ExchangeJson.read(exchanges().getFirst()).facts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.text()).isEqualTo("I live in Bonn"));
    }

    @Test
    void noSecretIsKeptAndNoWordIsReadableOnDisk() throws IOException {
        records();
        model.answersWith("I will not keep kingfisher " + KEY + ".");

        clda.says("my kingfisher key is " + KEY + " and my password is: hunter22");

        assertThat(exchanges().toString())
                .contains("kingfisher", "[removed]")
                .doesNotContain(KEY)
                .doesNotContain("hunter22");
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("kingfisher");
            }
        }
    }

    @Test
    void aRecordingGoesWithItsConversation() {
        records();
        model.answersWith("Hello.");
        clda.says("hello");

        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());

        assertThat(exchanges()).isEmpty();
    }

    /** Reads, an approval with an edit, a denial, a failure, a refusal; in two languages. */
    private void longTalk() {
        records();
        clda.engine().memory().remember(ALICE, "I live in Bonn", null, Origin.WRITTEN);
        model.callsTools(
                        ScriptedModel.call("look_up", "{\"what\":\"tea\"}"),
                        ScriptedModel.call("look_up", "{\"what\":\"茶\"}"))
                .answersWith("Twelve each.")
                .callsTool("pay", "{\"amount\":24}")
                .answersWith("Paid.")
                .callsTool("pay", "{\"amount\":99}")
                .answersWith("Then not.")
                .failsWith(Reason.SERVER_ERROR)
                .replies(new ModelReply("m", "No.", List.of(), new MessageUsage(3, 1), ModelReply.End.REFUSED, null));
        clda.says("what does tea cost?");
        clda.says("pay for two");
        clda.decides(ALICE, Decision.APPROVE);
        clda.awaitNews("t2");
        clda.says("再付 99");
        clda.decides(ALICE, Decision.DENY);
        clda.awaitNews("t3");
        clda.says("and the weather?");
        clda.says("my password is: hunter22, say it");
    }

    @Test
    void aRecordedTalkIsTheSameToday() {
        longTalk();

        assertThat(Replay.differences(recording(), replayDir)).isEmpty();
    }

    @Test
    void whatWasSaidBeforeTheRecordingIsThereWhenTheRestIsReplayed() {
        model.answersWith("Twelve.").callsTool("look_up", "{}").answersWith("Still twelve.");
        clda.says("what does tea cost?");
        records();
        clda.says("and now?");

        assertThat(Replay.differences(recording(), replayDir)).isEmpty();
        assertThat(recording().path("exchanges")).hasSize(2);
    }

    @Test
    void whatWouldBeOtherTodayIsTold() {
        longTalk();
        ObjectNode recording = recording();
        ((ObjectNode) recording
                        .path("exchanges")
                        .get(3)
                        .path("request")
                        .path("messages")
                        .get(2))
                .put("text", "what did coffee cost?");
        ((ObjectNode) recording.path("exchanges").get(1).path("reply")).put("text", "Thirteen each.");

        List<String> differences = Replay.differences(recording, replayDir);

        assertThat(differences).anyMatch(told -> told.startsWith("t2-m2: messages[2] was") && told.contains("coffee"));
        assertThat(differences).anyMatch(told -> told.startsWith("t1 was") && told.contains("Thirteen each."));
    }

    @Test
    void whatTheToolsSaidIsSaidAgain() {
        longTalk();
        ObjectNode recording = recording();
        JsonNode result = recording.path("events").findParents("result").getFirst();
        ((ObjectNode) result).putObject("result").put("price", 13);

        assertThat(Replay.differences(recording, replayDir)).anyMatch(told -> told.contains("13"));
    }
}
