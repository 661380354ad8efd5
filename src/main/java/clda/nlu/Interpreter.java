package clda.nlu;

import clda.nlu.training.Utterance.Entity;
import java.util.List;
import java.util.Set;

/** Interprets a sentence in isolation; the frames decide what it answers. */
public interface Interpreter {

    /** The most probable meaning, or an unknown one. */
    Interpretation interpret(String text);

    /** All intents, the likeliest first. */
    List<Ranked> ranking(String text);

    /** The entities in the sentence. */
    List<Entity> entities(String text);

    /** The words, in lower case, that examples of the intent hold beside values; of Han, each character and each pair of them. */
    default Set<String> words(String intent) {
        return Set.of();
    }

    /**
     * How clearly the text asks for something to be done now, whatever it is: above 0 it is more like sentences that do,
     * below 0 more like those that only speak of it, as denials, conditions and reports. 0 if undecided; 1 and -1 are
     * certain.
     */
    default double asks(String text) {
        return 0;
    }

    /** Identifies the training data: the same data gives the same version. */
    String version();

    /** @param confidence the probability that this is what is meant, 0 to 1 */
    record Ranked(String intent, double confidence) {}
}
