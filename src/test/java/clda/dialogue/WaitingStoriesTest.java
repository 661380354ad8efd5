package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelMessage.AssistantMessage;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said while something waits for an approval. */
class WaitingStoriesTest {

    private static final String MAIL = "{\"to\":\"bob@example.com\",\"subject\":\"Lunch\",\"body\":\"Lunch is at 1.\"}";

    private final ScriptedModel model = new ScriptedModel();

    @TempDir
    Path dataDir;

    private Clda clda;

    @AfterEach
    void close() {
        clda.close();
    }

    private void aMailWaits() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model));
        model.callsTool("send_email", MAIL);
        assertThat(clda.says("mail bob that lunch is at 1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    private ApprovalDecided decided() {
        return clda.events().stream()
                .map(event -> event.event())
                .filter(ApprovalDecided.class::isInstance)
                .map(ApprovalDecided.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anythingElseIsAnsweredAndWhatWaitsIsStillThere() {
        aMailWaits();
        model.answersWith("It is Tuesday.");

        Turn other = clda.says("which day is it?");

        assertThat(other.reply()).isEqualTo("It is Tuesday.");
        assertThat(clda.turn("t1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(model.asked().getLast().messages())
                .anyMatch(message -> message instanceof AssistantMessage said
                        && said.calls().isEmpty()
                        && said.text().contains("waits for a person's approval"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes, send it", "ok", "好的，发送"})
    void aYesApprovesWhatWasShownByItsHash(String yes) {
        aMailWaits();
        String hash = clda.turn("t1").calls().getFirst().approval().hash();
        model.answersWith("Done.");

        String turnId = clda.beginsToSay(yes);

        assertThat(turnId).isEqualTo("t1");
        clda.awaitNews("t1");
        assertThat(decided().decision()).isEqualTo(Decision.APPROVE);
        assertThat(decided().hash()).isEqualTo(hash);
        assertThat(decided().by()).isEqualTo("alice");
        assertThat(decided().reason()).isEqualTo(yes);
    }

    @Test
    void aYesThatIsSentAgainDecidesNothingElse() {
        aMailWaits();
        model.answersWith("Done.");
        assertThat(saysAs("m2", "yes")).isEqualTo("t1");
        clda.awaitNews("t1");
        model.callsTool("send_email", MAIL.replace("Lunch", "Dinner"));
        assertThat(clda.says("mail bob about dinner, too").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);

        String again = saysAs("m2", "yes");

        assertThat(again).isEqualTo("t1");
        assertThat(clda.turn("t2").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(clda.eventTypes().stream().filter("turn.started"::equals)).hasSize(2);
    }

    @Test
    void aNoWithSomethingElseThatIsSentAgainIsOneSentence() {
        aMailWaits();
        model.answersWith("Then not.").callsTool("send_email", MAIL.replace("1.", "2."));
        String first = saysAs("m2", "no, say that lunch is at 2");
        clda.awaitNews(first);

        assertThat(saysAs("m2", "no, say that lunch is at 2")).isEqualTo(first);
        assertThat(clda.turn("t2").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    private String saysAs(String clientMessageId, String text) {
        return clda.engine().engine().dialogue().say(ALICE, clda.conversationId(), text, clientMessageId);
    }

    @Test
    void aNoDeniesIt() {
        aMailWaits();
        model.answersWith("Then not.");

        assertThat(clda.says("no").reply()).isEqualTo("Then not.");

        assertThat(clda.turn("t1").calls().getFirst().state()).isEqualTo(ToolCall.State.DENIED);
    }

    @Test
    void aNoWithSomethingElseDeniesItAndIsASentenceOfItsOwn() {
        aMailWaits();
        model.answersWith("Then not.").callsTool("send_email", MAIL.replace("1.", "2."));

        Turn other = clda.says("no, say that lunch is at 2");

        assertThat(clda.turn("t1").calls().getFirst().state()).isEqualTo(ToolCall.State.DENIED);
        assertThat(other.id()).isEqualTo("t2");
        assertThat(other.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @Test
    void aYesAfterATalkAboutSomethingElseStillApproves() {
        aMailWaits();
        model.answersWith("It is Tuesday.").answersWith("Done.");
        clda.says("which day is it?");

        assertThat(clda.beginsToSay("yes, send it")).isEqualTo("t1");

        clda.awaitNews("t1");
        assertThat(clda.turn("t1").state().settled()).isTrue();
    }

    @Test
    void aYesDoesNotDecideWhatIsForAnother() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model));
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1003\",\"amount\":120,\"reason\":\"broken\"}")
                .answersWith("Carol has to.");
        clda.says("refund 120 for A-1003");

        assertThat(clda.says("yes").reply()).isEqualTo("Carol has to.");

        assertThat(clda.turn("t1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(clda.waitingFor(CAROL)).isNotNull();
    }

    @Test
    void whatIsDecidedWhileAnotherTurnRunsGoesOnAfterIt() throws InterruptedException {
        aMailWaits();
        CountDownLatch thinking = model.hangs();
        String other = clda.beginsToSay("think about it");
        assertThat(thinking.await(10, TimeUnit.SECONDS)).isTrue();
        model.answersWith("Then not.");

        clda.decidesHere(ALICE, Decision.DENY);
        assertThat(clda.turn("t1").reply()).isNull();
        clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), other);

        assertThat(clda.awaitNews("t1").reply()).isEqualTo("Then not.");
    }

    @Test
    void whatWaitsOutlivesARestart() {
        aMailWaits();
        model.answersWith("It is Tuesday.");
        clda.says("which day is it?");
        String conversationId = clda.conversationId();
        clda.close();

        clda = Clda.comesBack(new SeEngine.Options(dataDir, model), conversationId);
        model.answersWith("Then not.");
        clda.says("no");

        assertThat(clda.turn("t1").reply()).isEqualTo("Then not.");
    }
}
