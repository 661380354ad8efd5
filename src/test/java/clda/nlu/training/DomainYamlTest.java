package clda.nlu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.nlu.training.Domain.Default;
import clda.nlu.training.Domain.Form;
import clda.nlu.training.Domain.Intent;
import clda.nlu.training.Domain.Mapping;
import clda.nlu.training.Domain.Slot;
import clda.nlu.training.Domain.Words;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a domain.yml can say here that Rasa's cannot. */
class DomainYamlTest {

    private static Domain read(String yaml) {
        return DomainYaml.read("domain.yml", yaml);
    }

    @Test
    void anIntentHasCuesAndWordsOfItsOwn() {
        Domain domain = read(
                """
                intents:
                - greet
                - thank: {use_entities: []}
                - lend:
                    cues: ['\\blend me\\b.*']
                    words:
                    - act: '\\blend\\b'
                    - thing: '\\bbook\\b'
                """);

        assertThat(domain.intents().get("lend"))
                .isEqualTo(new Intent(
                        List.of("\\blend me\\b.*"),
                        List.of(new Words("\\blend\\b", true), new Words("\\bbook\\b", false))));
        assertThat(domain.intents()).doesNotContainKey("greet");
        assertThat(domain.intents().get("thank")).isEqualTo(Intent.PLAIN);
    }

    @Test
    void aSlotIsFilledByPatternsAndFinders() {
        Domain domain = read(
                """
                slots:
                  title:
                    type: text
                    mappings:
                    - type: from_text
                    - {type: from_text, pattern: 'called (.+)'}
                  shelf:
                    type: text
                    mappings:
                    - {type: from_pattern, pattern: 'upper|top', value: A}
                    - {type: from_pattern, pattern: 'shelf (\\w)'}
                  day:
                    type: text
                    mappings: [{type: custom, finder: day}]
                  mood:
                    type: text
                    mappings: [{type: custom, action: action_guess}]
                """);

        Slot title = domain.slot("title");
        assertThat(title.mappings()).containsExactly(new Mapping.FromText(), new Mapping.FromPartOfText("called (.+)"));
        assertThat(title.isWholeAnswer()).isTrue();
        assertThat(domain.slot("shelf").mappings())
                .containsExactly(
                        new Mapping.FromPattern("upper|top", "A"), new Mapping.FromPattern("shelf (\\w)", null));
        assertThat(domain.slot("shelf").isWholeAnswer()).isFalse();
        assertThat(domain.slot("day").mappings()).containsExactly(new Mapping.FromFinder("day"));
        // What Rasa's code would fill is filled by the entity of that name.
        assertThat(domain.slot("mood").mappings()).containsExactly(new Mapping.FromEntity("mood"));
    }

    @Test
    void aFormTakesSlotsThatNobodyIsAskedForAndHasDefaults() {
        Domain domain = read(
                """
                slots: {title: {type: text}, day: {type: text}}
                forms:
                  lend_form:
                    required_slots: [title]
                    optional_slots: [day]
                    tool: lend_book
                    ends_talk: true
                    defaults:
                      weeks: 2
                      digits: "2"
                      loud: true
                      note: {en: none, zh: 无}
                  a_form: {required_slots: []}
                """);

        Form form = domain.forms().get("lend_form");
        assertThat(form.required()).containsExactly("title");
        assertThat(form.optional()).containsExactly("day");
        assertThat(form.tool()).isEqualTo("lend_book");
        assertThat(form.endsTheTalk()).isTrue();
        assertThat(form.defaults().keySet()).containsExactly("weeks", "digits", "loud", "note");
        assertThat(form.defaults().get("weeks")).containsExactly(new Default(IntNode.valueOf(2), null));
        assertThat(form.defaults().get("digits")).containsExactly(new Default(TextNode.valueOf("2"), null));
        assertThat(form.defaults().get("loud")).containsExactly(new Default(BooleanNode.TRUE, null));
        assertThat(form.defaults().get("note"))
                .containsExactly(new Default(TextNode.valueOf("none"), "en"), new Default(TextNode.valueOf("无"), "zh"));
        assertThat(domain.forms().keySet()).containsExactly("lend_form", "a_form");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    intents: {greet: 1}                                                  | domain.yml:1: "intents" is not a list
                    intents: [lend: {cue: [x]}]                                          | domain.yml:1: "cue" is not a key of intent lend
                    intents: [lend: {cues: ['(']}]                                       | domain.yml:1: a cue of intent lend is no regular expression: Unclosed group
                    intents: [lend: {words: [{verb: x}]}]                                | domain.yml:1: "verb" is not a key of an item of "words" of intent lend
                    intents: [lend: {words: [{act: x, thing: y}]}]                       | domain.yml:1: an item of "words" of intent lend is either an "act" or a "thing"
                    slots: {a: {type: text, mappings: [{type: from_pattern}]}}           | domain.yml:1: "pattern" is missing
                    slots: {a: {type: text, mappings: [{type: from_text, pattern: '['}]}} | domain.yml:1: "pattern" of slot a is no regular expression: Unclosed character class
                    forms: {f: {required_slots: [], optional_slots: [a]}}                | domain.yml:1: form f takes slot a, which is not among "slots"
                    forms: {f: {required_slots: [], optional_slot: [a]}}                 | domain.yml:1: "optional_slot" is not a key of form f
                    forms: {f: {required_slots: [], defaults: [a]}}                      | domain.yml:1: "defaults" of form f is not a mapping
                    forms: {f: {required_slots: [], defaults: {a: [1]}}}                 | domain.yml:1: default a of form f is not a text
                    forms: {f: {required_slots: [], ends_talk: maybe}}                   | domain.yml:1: "ends_talk" of form f is neither true nor false
                    """)
    void whatIsWrongIsSaidWithItsKey(String yaml, String complaint) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(TrainingError.class).hasMessage(complaint);
    }
}
