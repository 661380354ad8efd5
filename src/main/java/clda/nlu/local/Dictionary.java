package clda.nlu.local;

import clda.nlu.training.TrainingData;
import clda.nlu.training.Utterance;
import clda.nlu.training.Utterance.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the words that the training data knows: those of its lookup tables, those marked in its examples, and the matches of
 * its regular expressions. If matches overlap, the longest counts.
 */
final class Dictionary {

    /** Maximum characters of an entry; longer ones are sentences rather than words. */
    private static final int LONGEST = 60;

    /** Maximum number of characters of a sentence that are searched. */
    private static final int LOOKED_AT = 2_000;

    /** By entry in lower case: the entity that it is most often marked as. */
    private final Map<String, String> entities = new HashMap<>();

    private final Map<String, String> synonyms = new HashMap<>();
    private final Map<Pattern, String> patterns = new HashMap<>();
    private int longest;

    Dictionary(TrainingData data) {
        Map<String, Map<String, Integer>> marked = new HashMap<>();
        for (Utterance utterance : data.utterances()) {
            for (Entity entity : utterance.entities()) {
                count(marked, utterance.text().substring(entity.start(), entity.end()), entity.name());
            }
        }
        data.lookups().forEach((name, values) -> values.forEach(value -> count(marked, value, name)));
        marked.forEach((entry, names) -> {
            longest = Math.max(longest, entry.length());
            names.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(max -> entities.put(entry, max.getKey()));
        });
        data.synonyms().forEach((written, meant) -> synonyms.put(written.toLowerCase(Locale.ROOT), meant));
        data.patterns()
                .forEach((name, all) ->
                        all.forEach(one -> patterns.put(Pattern.compile(one, Pattern.CASE_INSENSITIVE), name)));
    }

    private static void count(Map<String, Map<String, Integer>> marked, String entry, String name) {
        if (!entry.isBlank() && entry.length() <= LONGEST) {
            marked.computeIfAbsent(entry.toLowerCase(Locale.ROOT), any -> new HashMap<>())
                    .merge(name, 1, Integer::sum);
        }
    }

    /** The entities, in the order of the sentence and without overlaps. */
    List<Entity> find(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        List<Entity> found = new ArrayList<>(words(looked));
        patterns.forEach((pattern, name) -> {
            Matcher matcher = pattern.matcher(looked);
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    found.add(entity(looked, matcher.start(), matcher.end(), name));
                }
            }
        });
        found.sort(Comparator.comparingInt(Entity::start).thenComparing(Entity::end, Comparator.reverseOrder()));
        List<Entity> kept = new ArrayList<>();
        for (Entity entity : found) {
            if (kept.isEmpty() || entity.start() >= kept.getLast().end()) {
                kept.add(entity);
            }
        }
        return kept;
    }

    private List<Entity> words(String text) {
        List<Entity> found = new ArrayList<>();
        String folded = text.toLowerCase(Locale.ROOT);
        if (folded.length() != text.length()) {
            return found;
        }
        for (int start = 0; start < folded.length(); start++) {
            if (!begins(folded, start)) {
                continue;
            }
            for (int end = Math.min(folded.length(), start + longest); end > start; end--) {
                String name = entities.get(folded.substring(start, end));
                if (name != null && begins(folded, end)) {
                    found.add(entity(text, start, end, name));
                    start = end - 1;
                    break;
                }
            }
        }
        return found;
    }

    /** Whether a word may begin at this place: not between two letters or digits, unless they are Han. */
    private static boolean begins(String text, int at) {
        return at == 0 || at == text.length() || !inWord(text.charAt(at - 1)) || !inWord(text.charAt(at));
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.HAN;
    }

    private Entity entity(String text, int start, int end, String name) {
        String written = text.substring(start, end);
        String value = synonyms.getOrDefault(written.toLowerCase(Locale.ROOT), written);
        return new Entity(start, end, name, value, null, null);
    }
}
