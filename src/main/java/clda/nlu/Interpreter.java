package clda.nlu;

import clda.nlu.training.Utterance.Entity;
import java.util.List;
import java.util.Set;

/** Interprets a sentence in isolation; the frames decide which question it answers. */
public interface Interpreter {

    /** The most probable meaning, or an unknown one. */
    Interpretation interpret(String text);

    /** All intents, the most likely first. */
    List<Ranked> ranking(String text);

    /** The entities in the sentence. */
    List<Entity> entities(String text);

    /** The words of the intent's examples outside values, in lower case; for Han, each character and each adjacent pair. */
    default Set<String> words(String intent) {
        return Set.of();
    }

    /**
     * How clearly the text asks for something to be done now, whatever it is, from -1 to 1. Positive if it is more similar
     * to requests; negative if it is more similar to sentences that only mention something, such as denials, conditions
     * and reports. 0 if undecided; 1 and -1 are certain.
     */
    default double asks(String text) {
        return 0;
    }

    /** Identifies the training data: the same data gives the same version. */
    String version();

    /** @param confidence the probability that this intent is meant, 0 to 1 */
    record Ranked(String intent, double confidence) {}
}
