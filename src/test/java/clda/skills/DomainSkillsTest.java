package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.Decision;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.SeEngine;
import clda.nlu.Interpreter;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.Domain;
import clda.nlu.training.DomainYaml;
import clda.nlu.training.TrainingDirectory;
import clda.nlu.training.TrainingError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bot that somebody wrote for Rasa. */
class DomainSkillsTest {

    @TempDir
    Path dataDir;

    private Clda opens() throws IOException {
        return opens(EffectClass.READ);
    }

    private Clda opens(EffectClass effect) throws IOException {
        Path directory = Files.createDirectories(dataDir.resolve("bot"));
        Files.writeString(
                directory.resolve("domain.yml"),
                """
                version: "3.1"
                intents:
                - book_table
                slots:
                  size:
                    type: float
                    mappings:
                    - type: from_entity
                      entity: number
                  room:
                    type: categorical
                    values: [garden, hall]
                    mappings:
                    - type: from_entity
                      entity: room
                forms:
                  book_table_form:
                    required_slots:
                    - size
                    - room
                responses:
                  utter_ask_book_table_form_size:
                  - text: "For how many?"
                  - text: "几位？"
                    language: zh
                  utter_ask_room:
                  - text: "For {size}: garden or hall?"
                  - text: "{size} 位：花园还是大厅？"
                    language: zh
                  utter_book_table:
                  - text: "A table for {size} in the {room}."
                  - text: "{room}，{size} 位，订好了。"
                    language: zh
                """);
        Files.writeString(
                directory.resolve("nlu.yml"),
                """
                version: "3.1"
                nlu:
                - intent: book_table
                  examples: |
                    - book a table
                    - I want a table for [four](number:4)
                    - reserve a table for [2](number) in the [garden](room)
                    - a table in the [hall](room) please
                    - can I get a table tonight
                    - book us a table for [six](number:6)
                    - 订一张桌子
                    - 我要订位，[四](number:4) 位
                    - 帮我订个座，在[花园](room:garden)
                    - 订桌，[大厅](room:hall)
                - lookup: number
                  examples: |
                    - 3
                    - 5
                """);
        AtomicReference<Interpreter> interpreter = new AtomicReference<>();
        List<Skill> skills = DomainSkills.of(TrainingDirectory.domain(directory), Map.of(), interpreter::get);
        interpreter.set(new LocalInterpreter(
                SkillResponder.intents(skills), BuiltInData.talk().and(TrainingDirectory.read(directory))));
        return Clda.opens(new SeEngine.Options(dataDir, new SkillResponder(skills, interpreter.get()))
                .tools(RecordingTool.doing("book_table", effect, context -> RecordingTool.ok())));
    }

    @Test
    void itsFormIsCollectedAndItsToolCalled() throws IOException {
        try (Clda clda = opens()) {
            assertThat(clda.says("book a table").reply()).isEqualTo("For how many?");
            assertThat(clda.says("four").reply()).isEqualTo("For 4: garden or hall?");

            Turn turn = clda.says("the garden");

            assertThat(turn.calls()).singleElement().satisfies(call -> assertThat(call.arguments())
                    .hasToString("{\"size\":4,\"room\":\"garden\"}"));
            assertThat(turn.reply()).isEqualTo("A table for 4 in the garden.");
        }
    }

    @Test
    void whatItsToolCannotTakeBackIsShownFirstWhateverItsDeclarationSays() throws IOException {
        try (Clda clda = opens(EffectClass.NATURAL)) {
            clda.says("book a table");
            clda.says("four");

            Turn turn = clda.says("the garden");

            assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
            clda.decides(Clda.ALICE, Decision.APPROVE);
            assertThat(clda.awaitNews(turn.id()).reply()).isEqualTo("A table for 4 in the garden.");
        }
    }

    @Test
    void whatItWasTaughtInSimplifiedCharactersItKnowsInTraditionalOnes() throws IOException {
        try (Clda clda = opens()) {
            assertThat(clda.says("訂一張桌子").reply()).isEqualTo("几位？");
            assertThat(clda.says("四位").reply()).isEqualTo("4 位：花园还是大厅？");

            Turn turn = clda.says("花園");

            assertThat(turn.calls()).singleElement().satisfies(call -> assertThat(call.arguments())
                    .hasToString("{\"size\":4,\"room\":\"garden\"}"));
        }
    }

    @Test
    void itSpeaksTheLanguageOfThePerson() throws IOException {
        try (Clda clda = opens()) {
            assertThat(clda.says("订一张桌子").reply()).isEqualTo("几位？");
            assertThat(clda.says("5").reply()).isEqualTo("5 位：花园还是大厅？");

            assertThat(clda.says("大厅").reply()).isEqualTo("hall，5 位，订好了。");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    slots: {size: {mappings: []}}                                              | domain.yml:1: slot size has no "type"
                    slots: {size: {type: float, mappings: [{type: from_dream}]}}               | domain.yml:1: "from_dream" is not a type of mapping
                    forms: {f: {required_slots: [size]}}                                       | domain.yml:1: form f requires slot size, which is not among "slots"
                    responses: {ask_size: [{text: x}]}                                         | domain.yml:1: a response's name begins with utter_: ask_size
                    responses: {utter_x: [{image: x}]}                                         | domain.yml:1: "text" is missing
                    slots: [size]                                                              | domain.yml:1: "slots" is not a mapping
                    """)
    void whatIsWrongIsSaidWithItsLine(String yaml, String complaint) {
        assertThatThrownBy(() -> DomainYaml.read("domain.yml", yaml))
                .isInstanceOf(TrainingError.class)
                .hasMessage(complaint);
    }

    @Test
    void anEmptyFileHasNothing() {
        assertThat(DomainYaml.read("domain.yml", "")).isEqualTo(Domain.NOTHING);
    }
}
