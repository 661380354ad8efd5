package clda.nlu;

import clda.conversation.SlotValue;
import clda.nlu.account.Find;
import clda.nlu.account.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An intent as the built-in interpreter knows it.
 *
 * @param cues patterns, one of which has to match; the longest match among all intents wins
 * @param acts the words that name only the action and its object; if there are none, the words of its examples are used
 */
public record IntentDefinition(String name, List<Pattern> cues, List<SlotDefinition> slots, List<Naming> acts) {

    public IntentDefinition {
        cues = List.copyOf(cues);
        slots = List.copyOf(slots);
        acts = List.copyOf(acts);
    }

    public IntentDefinition(String name, List<Pattern> cues, List<SlotDefinition> slots) {
        this(name, cues, slots, List.of());
    }

    /** The slots that the text fills; free text may have any length. */
    public Map<String, SlotValue> find(String text) {
        return Reading.of(this, Said.of(text)).slots();
    }

    /**
     * @param required whether the user is asked for it
     * @param whole whether, when asked for, the whole answer is the value
     */
    public record SlotDefinition(String name, boolean required, boolean whole, SlotFinder finder) {}

    /** Finds a slot's values in a sentence. */
    @FunctionalInterface
    public interface SlotFinder {

        /** All values, in the order of the sentence, with their positions. The text is in simplified characters. */
        List<Find> all(String text);

        /** The same with the words as they were written. */
        default List<Find> in(Said said) {
            return all(said.read()).stream().map(find -> find.asWritten(said)).toList();
        }

        default Optional<Find> find(String text) {
            return all(text).stream().findFirst();
        }

        /** Whether it only finds values learned from the training data. */
        default boolean isTaught() {
            return false;
        }

        /** Whether a sentence with several values asks for the same action for each of them. */
        default boolean lists() {
            return false;
        }

        /** Whether a value is itself a request, which must be as clear as any other request. */
        default boolean isOrder() {
            return false;
        }

        /**
         * Why a text that seems to name a value does not, such as an amount that can be read in two ways; said before the value is
         * asked for. Empty if there is nothing to say.
         */
        default Optional<String> doubt(String text, Language language) {
            return Optional.empty();
        }

        /** A finder for all non-overlapping matches of the pattern. */
        static SlotFinder each(Pattern pattern, Function<MatchResult, Find> find) {
            return listing(text -> matches(pattern, text, find));
        }

        /** A finder for all non-overlapping matches, of which a sentence may list several. */
        static SlotFinder listing(SlotFinder finder) {
            return new SlotFinder() {
                @Override
                public List<Find> all(String text) {
                    return finder.all(text);
                }

                @Override
                public List<Find> in(Said said) {
                    return finder.in(said);
                }

                @Override
                public boolean lists() {
                    return true;
                }

                @Override
                public Optional<String> doubt(String text, Language language) {
                    return finder.doubt(text, language);
                }
            };
        }

        /** @param find may read the groups of a match */
        static List<Find> matches(Pattern pattern, String text, Function<MatchResult, Find> find) {
            List<Find> finds = new ArrayList<>();
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                finds.add(find.apply(matcher.toMatchResult()));
            }
            return finds;
        }
    }

    /**
     * Words that belong to an intent.
     *
     * @param isAct whether they name the action, rather than only its object
     */
    public record Naming(Pattern words, boolean isAct) {

        public static Naming act(String regex) {
            return new Naming(cue(regex), true);
        }

        public static Naming thing(String regex) {
            return new Naming(cue(regex), false);
        }
    }

    /**
     * English words match in any case, traditional characters match as simplified ones. A cue that begins with a wildcard matches only from the start of a line: trying it at
     * every position of a long text would take time quadratic in the length.
     */
    public static Pattern cue(String regex) {
        String anchored = regex.startsWith(".*") ? "(?m:^)" + regex : regex;
        return Pattern.compile(SimplifiedCharacters.of(anchored), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
