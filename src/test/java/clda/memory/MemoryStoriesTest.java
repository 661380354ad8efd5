package clda.memory;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.Decision;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.memory.Fact.By;
import clda.memory.Fact.Origin;
import clda.memory.Memory.NotRemembered;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.BuiltInSkills;
import clda.skills.SkillResponder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person's memory, asked for in words with no model, on the real store. */
class MemoryStoriesTest {

    private static final SkillResponder OFFLINE = offline();

    @TempDir
    Path dataDir;

    private Clda clda;

    private static SkillResponder offline() {
        var skills = BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
        return new SkillResponder(skills, new LocalInterpreter(SkillResponder.intents(skills), BuiltInData.talk()));
    }

    @BeforeEach
    void open() {
        clda = Clda.opens(new SeEngine.Options(dataDir, OFFLINE));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private Memory memory() {
        return clda.engine().memory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    remember that I prefer short answers                       | I prefer short answers           | true
                    Please remember: my desk is B-12                           | my desk is B-12                  | true
                    remember I work from home every Monday                     | I work from home every Monday    | true
                    in this conversation, remember that order A-1001 is urgent | order A-1001 is urgent           | false
                    remember for this conversation: the budget is 900          | the budget is 900                | false
                    记住我喜欢简短的回答                                          | 我喜欢简短的回答                     | true
                    请帮我记住：我的工位是 B-12                                   | 我的工位是 B-12                     | true
                    记一下我每周一在家办公                                         | 我每周一在家办公                     | true
                    在这个对话里记住订单 A-1001 很急                               | 订单 A-1001 很急                    | false
                    """)
    void aFactIsKeptInThePersonsWords(String sentence, String text, boolean everywhere) {
        Turn turn = clda.says(sentence);

        assertThat(turn.state()).as(turn.reply()).isEqualTo(Turn.State.COMPLETED);
        assertThat(memory().of(ALICE)).singleElement().satisfies(fact -> {
            assertThat(fact.text()).isEqualTo(text);
            assertThat(fact.onlyIn() == null).isEqualTo(everywhere);
            assertThat(fact.origin()).isEqualTo(new Origin(By.ASSISTANT, clda.conversationId(), "t1"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what do you remember about me?",
                "What do you remember?",
                "what do you know about me",
                "show what you remember",
                "你记得我什么？",
                "你都记住了什么",
                "你还记得关于我的哪些事？"
            })
    void whatIsRememberedIsListed(String question) {
        memory().remember(ALICE, "I prefer short answers", null, Origin.WRITTEN);
        memory().remember(BOB, "I am Bob", null, Origin.WRITTEN);

        Turn turn = clda.says(question);

        assertThat(turn.reply()).contains("**1** I prefer short answers").doesNotContain("Bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forget number 2", "forget #2", "Forget fact 2", "忘掉第 2 条", "请忘记第2条", "忘记编号 2"})
    void aFactIsForgottenByItsNumber(String sentence) {
        memory().remember(ALICE, "one", null, Origin.WRITTEN);
        memory().remember(ALICE, "two", null, Origin.WRITTEN);

        Turn shown = clda.says(sentence);
        assertThat(memory().of(ALICE)).hasSize(2);
        clda.decides(ALICE, Decision.APPROVE);

        assertThat(clda.awaitNews(shown.id()).reply()).contains("two");
        assertThat(memory().of(ALICE)).extracting(Fact::text).containsExactly("one");
    }

    @Test
    void rememberingCanBeTakenBack() {
        clda.says("remember that I prefer short answers");

        String callId = clda.turn("t1").calls().getFirst().callId();
        clda.awaitNews(clda.engine().engine().dialogue().undo(ALICE, clda.conversationId(), "t1", callId));

        assertThat(memory().of(ALICE)).isEmpty();
    }

    @Test
    void whatIsNotRememberedIsSaidBeforeAnybodyIsAskedToApprove() {
        Turn turn = clda.says("forget number 7");

        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
        assertThat(turn.reply()).contains("There is no fact 7.");
    }

    @Test
    void aFactIsOneLineOfFiveHundredCharacters() {
        assertThat(memory().remember(ALICE, " a\n- (9) b\u2028c ", null, Origin.WRITTEN)
                        .text())
                .isEqualTo("a - (9) b c");
        assertThatThrownBy(() -> memory().remember(ALICE, " \n", null, Origin.WRITTEN))
                .isInstanceOf(NotRemembered.class)
                .hasMessage("There is nothing to remember.");
        assertThatThrownBy(() -> memory().remember(ALICE, "x".repeat(501), null, Origin.WRITTEN))
                .hasMessage("A fact can have at most 500 characters.");
        assertThatThrownBy(() -> memory().remember(ALICE, "half \ud83d", null, Origin.WRITTEN))
                .hasMessage("The text contains an unpaired surrogate.");
    }

    @Test
    void aMemoryIsFullAtTwoHundred() {
        for (int i = 0; i < 200; i++) {
            memory().remember(ALICE, "fact " + i, null, Origin.WRITTEN);
        }

        assertThatThrownBy(() -> memory().remember(ALICE, "one more", null, Origin.WRITTEN))
                .hasMessage("At most 200 facts can be kept; forget one first.");
    }

    @Test
    void whatMattersOnlyInAConversationGoesWithIt() {
        clda.says("remember that I prefer short answers");
        clda.says("in this conversation, remember that order A-1001 is urgent");

        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());

        assertThat(memory().of(ALICE)).extracting(Fact::text).isEqualTo(List.of("I prefer short answers"));
    }
}
