package clda.web.wire;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ApprovalHash;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.dialogue.ScheduleTools;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.tools.Traits;
import clda.tools.bean.BeanTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repetition is shown in words, and stays what it is. */
class RulesInWordsTest {

    private static final String RULE = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0";
    private static final Map<String, String> IN_WORDS =
            Map.of("en", "every other Monday at 09:00", "zh", "每两周的周一 09:00");

    private static final Traits REPEAT =
            BeanTool.of(ScheduleTools.class, () -> "never called", SeEngine.validator()).stream()
                    .filter(tool -> tool.definition().name().equals("repeat"))
                    .findFirst()
                    .orElseThrow()
                    .definition()
                    .traits();

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    /** Given a model that has read what others have written, so that what it plans waits for a person. */
    @BeforeEach
    void aRepetitionWaits() {
        RecordingTool readPage = RecordingTool.with(
                new Traits(false, true, false, null), "read_page", EffectClass.READ, context -> Json.MAPPER
                        .createObjectNode()
                        .put("text", "Water the plants."));
        clda = Clda.opens(new SeEngine.Options(dataDir, model).tools(readPage));
        model.callsTool("read_page", "{}")
                .callsTool("repeat", "{\"what\":\"water the plants\",\"doing\":false,\"every\":\"" + RULE + "\"}")
                .answersWith("Planned.");
        clda.says("plan what the page says");
    }

    @AfterEach
    void close() {
        clda.close();
    }

    @Test
    void whoApprovesReadsWordsAndDecidesAboutTheRule() {
        ToolCall call = clda.waitingFor(ALICE).call();

        ApprovalView asked = ApprovalView.of(call, REPEAT);

        assertThat(asked.shown())
                .containsExactlyInAnyOrder(
                        new ShownArgument("what", "water the plants", null, null),
                        new ShownArgument("doing", "false", null, null),
                        new ShownArgument("every", RULE, null, IN_WORDS));
        assertThat(asked.arguments().path("every").asText()).isEqualTo(RULE);
        assertThat(asked.hash()).isEqualTo(ApprovalHash.of(clda.conversationId(), call, call.arguments()));
    }

    @Test
    void aTextThatIsNotDeclaredToBeARuleIsShownAsItIs() {
        assertThat(ShownArgument.of(clda.waitingFor(ALICE).call(), Traits.NONE))
                .contains(new ShownArgument("every", RULE, null, null));
    }

    @Test
    void whatWasAskedForAndWhatCameOfItHaveTheirWords() {
        clda.decides(ALICE, Decision.APPROVE);
        clda.awaitNews("t1");

        List<EventView> worded = clda.events().stream()
                .map(EventView::of)
                .filter(event -> event.words() != null)
                .toList();

        assertThat(worded)
                .extracting(EventView::type)
                .containsExactly("tool.requested", "approval.requested", "tool.completed");
        assertThat(worded).allSatisfy(event -> assertThat(event.words()).containsValue(IN_WORDS));
    }

    @Test
    void whatIsNoRuleHasNoOtherWords() {
        assertThat(RulesInWords.of("water the plants")).isNull();
        assertThat(RulesInWords.in(
                        Json.MAPPER.createObjectNode().put("every", 1).put("what", "A-1001")))
                .isNull();
        assertThat(RulesInWords.of("daily 11:00")).containsEntry("zh", "每天 11:00");
    }
}
