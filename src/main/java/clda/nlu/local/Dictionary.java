package clda.nlu.local;

import clda.nlu.SimplifiedCharacters;
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

    /** By entry in its normal form: the entity that it is most often marked as. */
    private final Map<String, String> entities = new HashMap<>();

    /** By entry in its normal form: the entry as the data has it. */
    private final Map<String, String> entries = new HashMap<>();

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
        data.synonyms().forEach((written, meant) -> synonyms.put(normal(written), meant));
        data.patterns()
                .forEach((name, all) -> all.forEach(one ->
                        patterns.put(Pattern.compile(SimplifiedCharacters.of(one), Pattern.CASE_INSENSITIVE), name)));
    }

    private void count(Map<String, Map<String, Integer>> marked, String entry, String name) {
        if (!entry.isBlank() && entry.length() <= LONGEST) {
            entries.putIfAbsent(normal(entry), entry);
            marked.computeIfAbsent(normal(entry), any -> new HashMap<>()).merge(name, 1, Integer::sum);
        }
    }

    /** The same for texts that differ only in case or in the script of their characters. */
    private static String normal(String text) {
        return SimplifiedCharacters.of(text).toLowerCase(Locale.ROOT);
    }

    /** The entities, in the order of the sentence and without overlaps. */
    List<Entity> find(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        List<Entity> found = new ArrayList<>(words(looked));
        patterns.forEach((pattern, name) -> {
            Matcher matcher = pattern.matcher(SimplifiedCharacters.of(looked));
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
        String folded = normal(text);
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
        String entry = entries.getOrDefault(normal(written), written);
        String own = entry.equalsIgnoreCase(written) ? written : entry;
        return new Entity(start, end, name, synonyms.getOrDefault(normal(written), own), null, null);
    }
}
