package clda.nlu.number;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A set of fixed expressions, matched case-insensitively; the longest that begins at a place counts. */
final class FixedWords {

    private final Map<Character, List<String>> byBeginning;

    /** @param words in lower case */
    FixedWords(Collection<String> words) {
        byBeginning = words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(Collectors.groupingBy(word -> word.charAt(0)));
    }

    /** In lower case, or null. */
    @Nullable
    String at(Sentence sentence, int place) {
        List<String> candidates = byBeginning.get(Character.toLowerCase(sentence.charAt(place)));
        if (candidates == null) {
            return null;
        }
        for (String word : candidates) {
            if (sentence.text().regionMatches(true, place, word, 0, word.length())) {
                return word;
            }
        }
        return null;
    }
}
