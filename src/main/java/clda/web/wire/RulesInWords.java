package clda.web.wire;

import clda.dialogue.Repetition;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recurrence rules in words, for clients to show them: what is stored, hashed and given to tools stays as it is. Whether a text is
 * meant to be a rule is known by its tool ({@link clda.tools.Traits#recurrences()}), not here.
 */
public final class RulesInWords {

    private RulesInWords() {}

    /** By language; null if the text is not a rule. */
    public static @Nullable Map<String, String> of(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (Language language : Language.values()) {
            String said = Repetition.inWords(text, language);
            if (said.equals(text)) {
                return null;
            }
            words.put(language.word(), said);
        }
        return words;
    }

    /** All rules in a tree: by the rule as it is written there, then by language. Null if there are none. */
    static @Nullable Map<String, Map<String, String>> in(JsonNode tree) {
        Map<String, Map<String, String>> rules = new LinkedHashMap<>();
        collect(tree, rules);
        return rules.isEmpty() ? null : rules;
    }

    private static void collect(JsonNode tree, Map<String, Map<String, String>> rules) {
        if (tree.isTextual()) {
            Map<String, String> words = of(tree.textValue());
            if (words != null) {
                rules.put(tree.textValue(), words);
            }
        }
        tree.forEach(child -> collect(child, rules));
    }
}
