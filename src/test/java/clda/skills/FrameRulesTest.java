package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.IntentSource;
import clda.demo.DemoSkills;
import clda.effects.EffectClass;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.Said;
import clda.nlu.training.Utterance.Entity;
import clda.tools.ApprovalRule;
import clda.tools.Recovery;
import clda.tools.ToolDefinition;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an understanding that is not sure leads to. */
class FrameRulesTest {

    private static final Map<String, Skill> SKILLS = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream()
            .collect(Collectors.toMap(skill -> skill.intent().name(), Function.identity()));
    private static final Map<String, ToolDefinition> TOOLS = SKILLS.values().stream()
            .map(skill -> tool(skill.tool()))
            .collect(Collectors.toMap(ToolDefinition::name, Function.identity(), (one, same) -> one));

    private final FrameRules rules = new FrameRules(new Repertoire(SKILLS.values()), new Interpreter() {
        @Override
        public Interpretation interpret(String text) {
            return Interpretation.unknown(0, List.of());
        }

        @Override
        public List<Ranked> ranking(String text) {
            return List.of();
        }

        @Override
        public List<Entity> entities(String text) {
            return List.of();
        }

        @Override
        public String version() {
            return "none";
        }
    });

    private static ToolDefinition tool(String name) {
        return new ToolDefinition(
                name,
                "x",
                name.equals("find_order") ? EffectClass.READ : EffectClass.LOCAL_TX,
                JsonNodeFactory.instance.objectNode().put("type", "object"),
                ApprovalRule.NEVER,
                Set.of(),
                Duration.ofSeconds(1),
                Recovery.DEFAULT,
                new Traits(false, false, false, name.equals("create_ticket") ? "close_ticket" : null));
    }

    private static Heard heard(String text, Interpretation understood) {
        return new Heard(Said.of(text), understood, Language.of(text), TOOLS);
    }

    private static Interpretation taken(String intent, double confidence, String text) {
        return new Interpretation(
                intent, confidence, SKILLS.get(intent).intent().find(text), List.of(), IntentSource.LOCAL);
    }

    private static Interpretation unclear(String one, String other) {
        return Interpretation.unknown(0.6, List.of(one, other));
    }

    private static DialogueState after(Move move) {
        return new DialogueState(((Move.Say) move).frames(), Map.of(), null, null);
    }

    @ParameterizedTest
    @CsvSource({"the second,create_ticket", "2,create_ticket", "第一个,find_order", "the first one,find_order"})
    void oneOfTwoThatMayBeMeantIsChosen(String choice, String intent) {
        String said = "A-1001 is broken, ticket: look at A-1001";
        Move asked = rules.next(heard(said, unclear("find_order", "create_ticket")), DialogueState.NEW);

        Move move = rules.next(heard(choice, Interpretation.unknown(0, List.of())), after(asked));

        assertThat(((Move.Say) asked).about()).isEqualTo(new Move.WhichOf(List.of("find_order", "create_ticket")));
        assertThat(move).isInstanceOf(Move.Act.class);
        assertThat(move.meant().intent()).isEqualTo(intent);
    }

    @Test
    void whoSaysSomethingElseIsNotHeldToTheChoice() {
        Move asked = rules.next(heard("hm", unclear("find_order", "create_ticket")), DialogueState.NEW);

        Move move = rules.next(heard("where is A-1002", taken("find_order", 0.95, "where is A-1002")), after(asked));

        assertThat(move).isInstanceOf(Move.Act.class);
    }

    @Test
    void whatChangesSomethingAndIsNotSureIsAskedAbout() {
        String said = "ticket: the lamp flickers";
        Move asked = rules.next(heard(said, taken("create_ticket", 0.6, said)), DialogueState.NEW);

        assertThat(((Move.Say) asked).frames()).singleElement().matches(Frame::asksWhether);
        assertThat(rules.next(heard("yes", Interpretation.unknown(0, List.of())), after(asked)))
                .isInstanceOf(Move.Act.class);
        assertThat(((Move.Say) rules.next(heard("不要", Interpretation.unknown(0, List.of())), after(asked))).about())
                .isEqualTo(new Move.Dropped());
    }

    @Test
    void whatIsShownForApprovalInAnyCaseIsNotAskedAboutBefore() {
        String said = "close ticket T-1";

        assertThat(rules.next(heard(said, taken("close_ticket", 0.6, said)), DialogueState.NEW))
                .isInstanceOf(Move.Act.class);
    }

    @Test
    void whatOnlyReadsIsDoneThoughItIsNotSure() {
        String said = "A-1001 maybe";

        assertThat(rules.next(heard(said, taken("find_order", 0.55, said)), DialogueState.NEW))
                .isInstanceOf(Move.Act.class);
    }

    @Test
    void whatMayNotBeUsedIsNotBegun() {
        Heard nothingAllowed = new Heard(
                Said.of("where is A-1001"), taken("find_order", 0.95, "where is A-1001"), Language.EN, Map.of());

        assertThat(((Move.Say) rules.next(nothingAllowed, DialogueState.NEW)).about())
                .isEqualTo(new Move.NotUnderstood());
    }

    @Test
    void aFrameWhoseToolMayNoLongerBeUsedIsLeft() {
        DialogueState asked = new DialogueState(
                List.of(new Frame("find_order", Map.of(), List.of("orderNumber"))), Map.of(), null, null);
        Heard nothingAllowed =
                new Heard(Said.of("A-1001"), Interpretation.unknown(0, List.of()), Language.EN, Map.of());

        assertThat(((Move.Say) rules.next(nothingAllowed, asked)).frames()).isEmpty();
    }
}
