package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelMessage;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that takes longer than a turn, with a scripted model, the real store and db-scheduler. */
class TaskStoriesTest {

    private static final Traits BACKGROUND = new Traits(true, false, false, null);

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private Clda clda;

    @AfterEach
    void close() {
        mayEnd.countDown();
        if (clda != null) {
            clda.close();
        }
    }

    private SeEngine.Options with(EffectClass effect, Function<ToolContext, JsonNode> work) {
        return new SeEngine.Options(dataDir, model).tools(RecordingTool.with(BACKGROUND, "long_work", effect, work));
    }

    private JsonNode worksUntilItMayEnd(ToolContext context) {
        context.progress().at(40, "half way");
        working.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            throw new ToolFailure("cancelled", "It was stopped.");
        }
        return RecordingTool.ok();
    }

    @Test
    void theTurnEndsWhileTheTaskGoesOnAndItsEndOpensATurnThatTells() throws InterruptedException {
        // Given
        clda = Clda.opens(with(EffectClass.READ, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.").answersWith("It is ready.");
        Turn asked = clda.says("do the long work");
        assertThat(asked.reply()).isEqualTo("I have begun.");
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        mayEnd.countDown();

        // Then
        Turn told = clda.awaitNews("t2");
        assertThat(told.reply()).isEqualTo("It is ready.");
        assertThat(told.trigger().kind()).isEqualTo(Trigger.Kind.TASK);
        assertThat(clda.turn("t1").calls().getFirst().task().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(clda.eventTypes())
                .containsSubsequence("task.started", "tool.progress", "task.completed", "turn.started");
        assertThat(model.asked().getLast().messages().getLast())
                .isInstanceOfSatisfying(ModelMessage.NoticeMessage.class, notice -> assertThat(notice.words())
                        .contains("long_work")
                        .contains("\"ok\":true"));
    }

    @Test
    void aTaskOfAnEngineThatStoppedIsRunByTheNext() throws InterruptedException {
        Clda first = Clda.opens(with(EffectClass.READ, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.");
        first.says("do the long work");
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();

        clda = Clda.comesBack(
                new SeEngine.Options(dataDir, new ScriptedModel().answersWith("It is ready."))
                        .tools(RecordingTool.with(
                                BACKGROUND, "long_work", EffectClass.READ, context -> RecordingTool.ok())),
                first.conversationId());

        assertThat(clda.awaitNews("t2").reply()).isEqualTo("It is ready.");
    }

    @Test
    void aTaskWhoseEffectMayBeRepeatedIsSentAgainUnderItsKeyAfterAnOrderlyStop() throws InterruptedException {
        Clda first = Clda.opens(with(EffectClass.KEYED, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.");
        first.says("do the long work");
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        first.leaves();
        RecordingTool again =
                RecordingTool.with(BACKGROUND, "long_work", EffectClass.KEYED, context -> RecordingTool.ok());

        clda = Clda.comesBack(
                new SeEngine.Options(dataDir, new ScriptedModel().answersWith("It is ready.")).tools(again),
                first.conversationId());

        assertThat(clda.awaitNews("t2").reply()).isEqualTo("It is ready.");
        assertThat(clda.turn("t1").calls().getFirst().task().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(again.calls()).isEqualTo(1);
    }

    @Test
    void aTaskWhoseEffectMayNotBeRepeatedBecomesUnknownAfterACrashAndAPersonSettlesIt() throws InterruptedException {
        Clda first = Clda.opens(with(EffectClass.AT_MOST_ONCE, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.");
        first.says("do the long work");
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();
        RecordingTool again =
                RecordingTool.with(BACKGROUND, "long_work", EffectClass.AT_MOST_ONCE, context -> RecordingTool.ok());
        clda = Clda.comesBack(
                new SeEngine.Options(
                                dataDir,
                                new ScriptedModel().answersWith("Nobody knows.").answersWith("It was done."))
                        .tools(again),
                first.conversationId());
        assertThat(clda.awaitNews("t2").reply()).isEqualTo("Nobody knows.");
        assertThat(again.calls()).isZero();
        Unknowns unknowns = clda.engine().engine().unknowns();

        unknowns.settle(ALICE, AllPages.of(unknowns, ALICE).getFirst().effect().key(), Unknowns.Verdict.DONE, null);

        assertThat(clda.awaitNews("t3").reply()).isEqualTo("It was done.");
        assertThat(clda.turn("t1").calls().getFirst().task().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(AllPages.of(unknowns, ALICE)).isEmpty();
    }

    @Test
    void aTaskIsStoppedByItsOwnerAndByNobodyElse() throws InterruptedException {
        clda = Clda.opens(with(EffectClass.READ, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.").answersWith("It was stopped.");
        String taskId = clda.says("do the long work").calls().getFirst().task().taskId();
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        Tasks tasks = clda.engine().engine().tasks();
        assertThatThrownBy(() -> tasks.cancel(BOB, taskId)).extracting("kind").isEqualTo(Refused.Kind.NOT_FOUND);

        tasks.cancel(ALICE, taskId);

        assertThat(clda.awaitNews("t2").reply()).isEqualTo("It was stopped.");
        ToolCall.Task task = clda.turn("t1").calls().getFirst().task();
        assertThat(task.state()).isEqualTo(ToolCall.State.FAILED);
        assertThat(task.error().code()).isEqualTo("cancelled");
    }

    @Test
    void whatFailsForCertainIsTold() {
        clda = Clda.opens(with(EffectClass.KEYED, context -> {
            throw new ToolFailure("There is no paper.");
        }));
        model.callsTool("long_work", "{}").answersWith("I have begun.").answersWith("No paper.");

        clda.says("do the long work");

        assertThat(clda.awaitNews("t2").reply()).isEqualTo("No paper.");
        assertThat(clda.eventTypes()).contains("task.failed");
    }

    @Test
    void theEndOfATaskWaitsForTheTurnThatRuns() throws InterruptedException {
        clda = Clda.opens(with(EffectClass.READ, this::worksUntilItMayEnd));
        model.callsTool("long_work", "{}").answersWith("I have begun.");
        clda.says("do the long work");
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch thinking = model.hangs();
        model.answersWith("It is ready.");
        String second = clda.beginsToSay("and something else");
        assertThat(thinking.await(10, TimeUnit.SECONDS)).isTrue();
        mayEnd.countDown();
        clda.awaitEvent("turn.queued");

        clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), second);

        assertThat(clda.awaitNews("t3").reply()).isEqualTo("It is ready.");
    }
}
