package clda.nlu.local;

import clda.nlu.IntentDefinition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the cues of each intent. */
final class Cues {

    /** Number of characters that are searched for cues: people say what they want at the beginning. */
    private static final int LOOKED_AT = 500;

    private final List<IntentDefinition> intents;

    Cues(List<IntentDefinition> intents) {
        this.intents = List.copyOf(intents);
    }

    /** The intent of the longest cue. */
    Optional<IntentDefinition> named(String text) {
        String sentence = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        IntentDefinition best = null;
        int longest = 0;
        for (IntentDefinition intent : intents) {
            for (Pattern cue : intent.cues()) {
                Matcher matcher = cue.matcher(sentence);
                if (matcher.find() && matcher.end() - matcher.start() > longest) {
                    longest = matcher.end() - matcher.start();
                    best = intent;
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
