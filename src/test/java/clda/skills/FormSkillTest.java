package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.training.DomainYaml;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A library whose skill is a form, with patterns and finders instead of entities. */
class FormSkillTest {

    private static final String DOMAIN =
            """
            intents:
            - lend:
                cues: ['.*\\blend\\b.*']
                words:
                - act: '\\blend\\b'
                - thing: '\\bbooks?\\b'
            slots:
              title:
                type: text
                mappings:
                - type: from_text
                - {type: from_text, pattern: '\\bcalled (.+)$|书名[是为](.+)$'}
              weeks:
                type: float
                mappings: [{type: custom, finder: weeks}]
              shelf:
                type: categorical
                mappings:
                - {type: from_pattern, pattern: 'top|upper', value: A}
                - {type: from_pattern, pattern: '\\bshelf (\\w)\\b'}
            forms:
              lend_form:
                required_slots: [title, weeks]
                optional_slots: [shelf]
                defaults:
                  shelf: B
                  note: {en: nothing, zh: 无}
              return_all:
                required_slots: []
                tool: give_back
                ends_talk: true
                defaults: {count: 5}
            responses:
              utter_ask_lend_form:
              - text: "Which book, and for how long?"
              utter_ask_title:
              - text: "Which book?"
              utter_ask_lend_form_weeks:
              - text: "{title}: for how many weeks?"
              - text: "《{title}》借几周？"
                language: zh
              utter_lend:
              - text: "{title} until {due.day}; the fee is {fee:.2f}."
              - text: "{title} until {due.day}."
              - text: "{title} is {state}."
              - text: "《{title}》：{state}。"
                language: zh
              utter_value_state_out:
              - text: "已借出"
                language: zh
              utter_failed_no_such_book:
              - text: "没有《{title}》。"
                language: zh
              utter_return_all:
              - text: "Returned:\\n\\n{books}"
              - text: "There was nothing to return."
              utter_return_all_books:
              - text: "**{title}** ({fee:.2f})"
            """;

    private static final SlotFinder WEEKS = new SlotFinder() {
        @Override
        public List<Find> all(String text) {
            int at = text.indexOf("fortnight");
            return at < 0 ? List.of() : List.of(new Find(new SlotValue("2", "fortnight"), new Span(at, at + 9)));
        }

        @Override
        public Optional<String> doubt(String text, Language language) {
            return text.contains("some") ? Optional.of("How many are some?") : Optional.empty();
        }
    };

    private static final List<Skill> SKILLS =
            DomainSkills.of(DomainYaml.read("domain.yml", DOMAIN), Map.of("weeks", WEEKS));
    private static final Skill LEND = SKILLS.getFirst();
    private static final Skill RETURN = SKILLS.getLast();

    private static SlotValue said(String value) {
        return new SlotValue(value, value);
    }

    private static JsonNode json(String json) throws JsonProcessingException {
        return Json.MAPPER.readTree(json);
    }

    @Test
    void itsIntentIsWhatTheFileSays() {
        assertThat(LEND.intent().name()).isEqualTo("lend");
        assertThat(LEND.tool()).isEqualTo("lend");
        assertThat(LEND.endsTheTalk()).isFalse();
        assertThat(LEND.intent().cues()).extracting(Object::toString).containsExactly("(?m:^).*\\blend\\b.*");
        assertThat(LEND.intent().acts()).extracting(naming -> naming.isAct()).containsExactly(true, false);
        assertThat(LEND.intent().slots())
                .extracting(slot -> slot.name() + " " + slot.required() + " " + slot.whole())
                .containsExactly("title true true", "weeks true false", "shelf false false");
        assertThat(RETURN.tool()).isEqualTo("give_back");
        assertThat(RETURN.endsTheTalk()).isTrue();
    }

    @Test
    void valuesAreFoundByPatternsAndFinders() {
        Map<String, SlotValue> found = LEND.intent().find("for a fortnight from the top, called Dune");

        assertThat(found)
                .containsEntry("title", said("Dune"))
                .containsEntry("weeks", new SlotValue("2", "fortnight"))
                .containsEntry("shelf", new SlotValue("A", "top"));
        assertThat(LEND.intent().find("from shelf C")).containsEntry("shelf", said("C"));
        assertThat(LEND.intent().find("书名是沙丘")).containsEntry("title", said("沙丘"));
        assertThat(LEND.doubt(List.of("weeks"), "for some weeks", Language.EN)).contains("How many are some?");
        assertThat(LEND.doubt(List.of("title"), "for some weeks", Language.EN)).isEmpty();
    }

    @Test
    void inTraditionalCharactersWordsStayAsWrittenAndMeaningsAsTheFileSays() {
        Skill order = DomainSkills.of(
                        DomainYaml.read(
                                "domain.yml",
                                """
                                intents:
                                - order_tea:
                                    cues: ['.*點餐.*']
                                slots:
                                  tea:
                                    type: text
                                    mappings: [{type: from_pattern, pattern: '红茶|绿茶'}]
                                  shop:
                                    type: categorical
                                    mappings: [{type: from_pattern, pattern: '东店|东区', value: 东店}]
                                  name:
                                    type: text
                                    mappings: [{type: from_text, pattern: '姓名是(.+)$'}]
                                forms:
                                  order_tea_form:
                                    required_slots: [tea, shop, name]
                                """),
                        Map.of())
                .getFirst();

        Map<String, SlotValue> found = order.intent().find("在東店點餐，綠茶，姓名是張偉東");

        assertThat(order.intent().cues())
                .allSatisfy(cue -> assertThat(cue.matcher("我要点餐").find()).isTrue());
        assertThat(found)
                .containsEntry("tea", said("綠茶"))
                .containsEntry("shop", new SlotValue("东店", "東店"))
                .containsEntry("name", said("張偉東"));
    }

    @Test
    void oneQuestionAsksForEverything() {
        assertThat(LEND.question(List.of("title", "weeks"), Map.of(), Language.EN))
                .isEqualTo("Which book, and for how long?");
        assertThat(LEND.question(List.of("title"), Map.of("weeks", said("2")), Language.ZH))
                .isEqualTo("Which book?");
        assertThat(LEND.question(List.of("weeks"), Map.of("title", said("Dune")), Language.EN))
                .isEqualTo("Dune: for how many weeks?");
        assertThat(LEND.question(List.of("weeks"), Map.of("title", said("沙丘")), Language.ZH))
                .isEqualTo("《沙丘》借几周？");
    }

    @Test
    void whatNobodySaidHasItsDefault() {
        assertThat(LEND.arguments(Map.of("title", said("Dune"), "weeks", said("2")), Language.EN))
                .hasToString("{\"title\":\"Dune\",\"weeks\":2,\"shelf\":\"B\",\"note\":\"nothing\"}");
        assertThat(LEND.arguments(Map.of("title", said("沙丘"), "shelf", said("A")), Language.ZH))
                .hasToString("{\"title\":\"沙丘\",\"shelf\":\"A\",\"note\":\"无\"}");
        assertThat(RETURN.arguments(Map.of("count", said("3")), Language.EN)).hasToString("{\"count\":5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"due":{"day":"Monday"},"fee":1.5} | EN | Dune until Monday; the fee is 1.50.
                    {"due":{"day":"Monday"},"fee":null} | EN | Dune until Monday.
                    {"state":"out"}                    | EN | Dune is out.
                    {"state":"out"}                    | ZH | 《Dune》：已借出。
                    {"state":"lost"}                   | ZH | 《Dune》：lost。
                    {"title":"$1 {fee}","state":"out"} | EN | $1 {fee} is out.
                    {}                                 | ZH | 《Dune》：{state}。
                    """)
    void theFirstVariationWhoseValuesAreThereIsSaid(String result, Language language, String said)
            throws JsonProcessingException {
        assertThat(LEND.answer(json("{\"title\":\"Dune\"}"), json(result), language))
                .isEqualTo(said);
    }

    @Test
    void aListIsWordedItemByItem() throws JsonProcessingException {
        assertThat(RETURN.answer(
                        json("{}"),
                        json("{\"books\":[{\"title\":\"Dune\",\"fee\":0},{\"title\":\"Emma\",\"fee\":2.5}]}"),
                        Language.ZH))
                .isEqualTo("Returned:\n\n- **Dune** (0.00)\n- **Emma** (2.50)");
        assertThat(RETURN.answer(json("{}"), json("{\"books\":[]}"), Language.EN))
                .isEqualTo("There was nothing to return.");
    }

    @Test
    void aFailureIsWordedInTheLanguagesThatTheFileHas() throws JsonProcessingException {
        JsonNode arguments = json("{\"title\":\"沙丘\"}");

        assertThat(LEND.failure("no_such_book", arguments, Language.ZH)).contains("没有《沙丘》。");
        assertThat(LEND.failure("no_such_book", arguments, Language.EN)).isEmpty();
        assertThat(LEND.failure("other", arguments, Language.ZH)).isEmpty();
    }

    @Test
    void oneThingInJavaLeavesTheRestToTheForm() throws JsonProcessingException {
        Skill loud = new AroundSkill(LEND) {
            @Override
            public String answer(JsonNode arguments, JsonNode result, Language language) {
                return super.answer(arguments, result, language) + "!";
            }
        };

        assertThat(loud.answer(json("{\"title\":\"Dune\"}"), json("{\"state\":\"out\"}"), Language.EN))
                .isEqualTo("Dune is out.!");
        assertThat(loud.intent()).isSameAs(LEND.intent());
        assertThat(loud.question(List.of("title"), Map.of(), Language.EN)).isEqualTo("Which book?");
        assertThat(loud.doubt(List.of("weeks"), "some", Language.EN)).isPresent();
    }

    @Test
    void aFinderOrAnEntityThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> DomainSkills.of(DomainYaml.read("domain.yml", DOMAIN), Map.of("days", WEEKS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slot weeks: there is no \"finder\" weeks among [days]");
        assertThatThrownBy(() -> DomainSkills.of(
                        DomainYaml.read(
                                "domain.yml", "slots: {room: {type: text}}\nforms: {book: {required_slots: [room]}}"),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("slot room is filled by entity room");
    }
}
