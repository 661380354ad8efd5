package clda.skills;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Language;
import clda.nlu.training.Domain;
import clda.nlu.training.Domain.Default;
import clda.nlu.training.Domain.Form;
import clda.nlu.training.Domain.Intent;
import clda.nlu.training.Domain.Slot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A form of a domain as a skill. */
final class FormSkill implements Skill {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E[+-]?\\d{1,3})?");

    private final Domain domain;
    private final String name;
    private final Form form;
    private final DomainResponses responses;
    private final IntentDefinition definition;

    FormSkill(Domain domain, String name, Form form, MappedFinders finders) {
        this.name = name;
        this.form = form;
        this.domain = domain;
        this.responses = new DomainResponses(domain.responses());
        Intent described = domain.intents().getOrDefault(intent(name), Intent.PLAIN);
        this.definition = new IntentDefinition(
                intent(name),
                described.cues().stream().map(IntentDefinition::cue).toList(),
                Stream.concat(
                                form.required().stream().map(slot -> slot(domain, slot, true, finders)),
                                form.optional().stream().map(slot -> slot(domain, slot, false, finders)))
                        .toList(),
                described.words().stream()
                        .map(words -> new Naming(IntentDefinition.cue(words.pattern()), words.isAct()))
                        .toList());
    }

    /** The intent that a form of this name serves. */
    static String intent(String form) {
        return form.replaceFirst("_form$", "");
    }

    private static SlotDefinition slot(Domain domain, String name, boolean required, MappedFinders finders) {
        Slot slot = domain.slot(name);
        return new SlotDefinition(name, required, slot.isWholeAnswer(), finders.of(name, slot));
    }

    @Override
    public IntentDefinition intent() {
        return definition;
    }

    @Override
    public String tool() {
        return form.tool() == null ? definition.name() : form.tool();
    }

    @Override
    public String name(Language language) {
        return responses
                .text("utter_name_" + definition.name(), language)
                .orElse(definition.name().replace('_', ' '));
    }

    @Override
    public String summary(Language language) {
        return responses.text("utter_summary_" + definition.name(), language).orElseGet(() -> name(language));
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        String slot = missing.getFirst();
        List<String> questions = new ArrayList<>();
        if (missing.size() > 1 && missing.size() == form.required().size()) {
            questions.add("utter_ask_" + name);
        }
        questions.add("utter_ask_" + name + "_" + slot);
        questions.add("utter_ask_" + slot);
        ObjectNode values = arguments(known, language);
        return questions.stream()
                .flatMap(question ->
                        responses.filled(question, language, path -> DomainResponses.at(values, path)).stream())
                .findFirst()
                .orElseGet(
                        () -> language.choose("Please tell me: " + slot.replace('_', ' ') + ".", "请告诉我：" + slot + "。"));
    }

    @Override
    public Optional<String> doubt(List<String> missing, String text, Language language) {
        return definition.slots().stream()
                .filter(slot -> missing.contains(slot.name()))
                .flatMap(slot -> slot.finder().doubt(text, language).stream())
                .findFirst();
    }

    @Override
    public String inWords(String slot, String value, Language language) {
        return responses.called(slot, value, language);
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> values, Language language) {
        ObjectNode arguments = Json.MAPPER.createObjectNode();
        for (SlotDefinition slot : definition.slots()) {
            SlotValue value = values.get(slot.name());
            if (value != null) {
                put(arguments, slot.name(), domain.slot(slot.name()).type(), value.value());
            }
        }
        form.defaults().forEach((argument, choices) -> {
            if (!arguments.has(argument)) {
                choices.stream()
                        .filter(choice ->
                                choice.language() == null || choice.language().equals(language.word()))
                        .findFirst()
                        .map(Default::value)
                        .ifPresent(value -> arguments.set(argument, value));
            }
        });
        return arguments;
    }

    private static void put(ObjectNode arguments, String name, String type, String value) {
        if (type.equals("bool")) {
            arguments.put(name, Boolean.parseBoolean(value));
        } else if (type.equals("float") && NUMBER.matcher(value).matches()) {
            arguments.put(name, new BigDecimal(value));
        } else {
            arguments.put(name, value);
        }
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return responses.filled("utter_failed_" + code, language, path -> DomainResponses.at(arguments, path));
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        return responses
                .filled("utter_" + definition.name(), language, path -> {
                    JsonNode field = DomainResponses.at(result, path);
                    return field.isMissingNode() ? DomainResponses.at(arguments, path) : field;
                })
                .orElseGet(() -> result.path("said").isEmpty() ? result.toString() : saidBy(result));
    }

    /** The text that an action returned. */
    private static String saidBy(JsonNode result) {
        List<String> texts = new ArrayList<>();
        result.path("said").forEach(text -> texts.add(text.asText()));
        return String.join("\n\n", texts);
    }

    @Override
    public boolean endsTheTalk() {
        return form.endsTheTalk();
    }
}
