package clda.recording;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.CallEstimate;
import clda.agent.Prompts;
import clda.agent.Spend;
import clda.boot.RandomIds;
import clda.budget.Budget;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.MessageUsage;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Capability;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelReply;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.recording.Shadow.Compared;
import clda.recording.Shadow.Terms;
import clda.recording.Shadow.Verdict;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorded conversation is put to another model: nothing is done, and it is said what would be different. */
class ShadowTest {

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private final ScriptedModel other = new ScriptedModel();
    private final RecordingTool pay = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());
    private Clda clda;

    @BeforeEach
    void recordedTalk() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model).onlyTools(List.of(pay), store -> List.of()));
        clda.engine().engine().conversations().record(ALICE, clda.conversationId(), true);
        model.callsTool("pay", "{\"amount\":1}").answersWith("Paid.").answersWith("You are welcome.");
        clda.says("pay one");
        clda.says("thanks");
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private Shadow shadow(Map<Scope, Quantity> limits) {
        return shadow(limits, List.of(pay));
    }

    /** @param today what the caller may use by now */
    private Shadow shadow(Map<Scope, Quantity> limits, List<Tool> today) {
        ModelProfile profile = new ModelProfile(Set.of(Capability.TOOLS), 100_000, 4_096, 1, Price.FREE);
        ModelRouter router = new ModelRouter(
                List.of(new NamedModel("other", other, profile, Duration.ofSeconds(5), Clock.systemUTC())),
                Map.of(),
                new RetryBudget());
        return new Shadow(
                clda.engine().exchanges(),
                clda.engine().images(),
                clda.engine().engine().log(),
                router,
                new Spend(
                        new Budget(
                                new JpaUsageBook(clda.engine().store()),
                                limits,
                                Duration.ofMinutes(3),
                                Clock.systemUTC(),
                                new RandomIds()),
                        new CallEstimate(4_096, Price.FREE)),
                Prompts.always("You are another."),
                caller -> today.stream().map(Tool::definition).toList(),
                new RandomIds());
    }

    private List<Compared> run(Shadow shadow, Terms terms) {
        List<Compared> compared = new ArrayList<>();
        shadow.run(ALICE, clda.conversationId(), "other", terms, compared::add);
        return compared;
    }

    @Test
    void eachExchangeIsComparedInItsOrderAndNothingIsDone() {
        other.callsTool("pay", "{\"amount\":1}").answersWith("It is paid.").callsTool("pay", "{\"amount\":2}");
        int paid = pay.calls();
        long last = clda.events().size();

        List<Compared> compared = run(shadow(Map.of()), Terms.RECORDED);

        assertThat(compared)
                .extracting(Compared::messageId, Compared::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("t1-m1", Verdict.SAME),
                        org.assertj.core.groups.Tuple.tuple("t1-m2", Verdict.OTHER_WORDS),
                        org.assertj.core.groups.Tuple.tuple("t2-m1", Verdict.OTHER_CALLS));
        assertThat(pay.calls()).isEqualTo(paid);
        assertThat(clda.events()).hasSize((int) last);
        assertThat(other.asked().getFirst().messages())
                .isEqualTo(model.asked().getFirst().messages());
    }

    @Test
    void whoGivesNoAnswerFailsAndNobodyStandsIn() {
        other.failsWith(Reason.SERVER_ERROR).answersWith("Paid.").answersWith("x");

        List<Compared> compared = run(shadow(Map.of()), Terms.RECORDED);

        assertThat(compared.getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(compared.getFirst().shadow().failure()).isEqualTo("server_error");
        assertThat(compared.getFirst().recorded().calls()).hasSize(1);
    }

    @Test
    void anotherPromptTakesThePlaceOfTheRecordedOne() {
        other.answersWith("a").answersWith("b").answersWith("c");
        Shadow shadow = shadow(Map.of());

        run(shadow, shadow.under(1).orElseThrow());

        assertThat(shadow.under(7)).isEmpty();
        assertThat(other.asked())
                .allSatisfy(request ->
                        assertThat(request.messages().getFirst()).isEqualTo(new SystemMessage("You are another.")));
    }

    @Test
    void whatItUsesIsCountedAndLimited() {
        MessageUsage usage = new MessageUsage(100, 10);
        for (int i = 0; i < 3; i++) {
            other.replies(ModelReply.text("o", "x", usage));
        }
        // Three calls were made for the talk itself.
        Shadow shadow = shadow(Map.of(Scope.PERSON_DAY, new Quantity(5, Long.MAX_VALUE, Long.MAX_VALUE)));

        List<Compared> compared = run(shadow, Terms.RECORDED);

        assertThat(compared)
                .filteredOn(each -> each.verdict() == Verdict.FAILED)
                .hasSize(1);
        assertThat(new JpaUsageBook(clda.engine().store())
                        .used("default", "alice", LocalDate.now(ZoneOffset.UTC).minusDays(1), null, 1_000))
                .filteredOn(used -> used.model().equals("o"))
                .singleElement()
                .satisfies(used -> {
                    assertThat(used.calls()).isEqualTo(2);
                    assertThat(used.inputTokens()).isEqualTo(200);
                });
    }

    @Test
    void whatIsAsItWasHasNoDifference() {
        Shadow shadow = shadow(Map.of());
        other.answersWith("a").answersWith("b").answersWith("c");

        List<Compared> compared = run(shadow, Terms.RECORDED);

        assertThat(compared).allSatisfy(each -> assertThat(each.differences())
                .extracting(Difference::kind)
                .containsExactly(Difference.Kind.PROMPT));
    }

    @Test
    void itIsSaidWhatIsOtherwiseTodayInPromptToolsAndRules() {
        // Given that today a payment needs an approver, money can be got back, and the instructions are others
        Tool approved = RecordingTool.needingApproval("pay", EffectClass.AT_MOST_ONCE);
        Tool back = RecordingTool.doing("pay_back", EffectClass.KEYED, context -> RecordingTool.ok());
        other.answersWith("a").answersWith("b").answersWith("c");

        // When the talk is put to a model with what holds today
        Shadow shadow = shadow(Map.of(), List.of(approved, back));
        List<Compared> compared = run(shadow, shadow.today());

        // Then each kind is said
        assertThat(compared.getFirst().differences())
                .contains(
                        new Difference(Difference.Kind.PROMPT, "system", "You are a test.", "You are another."),
                        new Difference(Difference.Kind.TOOL, "pay_back", null, "A tool of a test"),
                        new Difference(Difference.Kind.RULE, "pay.effect", "KEYED", "AT_MOST_ONCE"),
                        new Difference(Difference.Kind.RULE, "pay.approval", "never", "requester"),
                        new Difference(Difference.Kind.CALL, "pay", "nobody", "requester"));
        assertThat(compared.get(1).differences())
                .as("nothing was asked for there")
                .noneMatch(difference -> difference.kind() == Difference.Kind.CALL);
        // And it was told of today's tools and instructions
        assertThat(other.asked()).allSatisfy(request -> {
            assertThat(request.messages().getFirst()).isEqualTo(new SystemMessage("You are another."));
            assertThat(request.tools()).extracting(ToolDefinition::name).containsExactly("pay", "pay_back");
        });
    }

    @Test
    void aToolThatIsGoneIsSaid() {
        other.answersWith("a").answersWith("b").answersWith("c");

        List<Compared> compared = run(shadow(Map.of(), List.of()), Terms.RECORDED);

        assertThat(compared.getFirst().differences())
                .contains(new Difference(Difference.Kind.TOOL, "pay", "A tool of a test", null));
        assertThat(other.asked().getFirst().tools())
                .extracting(ToolDefinition::name)
                .containsExactly("pay");
    }
}
