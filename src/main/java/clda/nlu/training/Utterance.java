package clda.nlu.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sentence with its meaning and the entities that are marked in it. */
public record Utterance(String text, String intent, List<Entity> entities) {

    public Utterance {
        entities = List.copyOf(entities);
    }

    /**
     * A part of the sentence.
     *
     * @param start the index of its first char; {@code end} is the index after its last
     * @param value the value that it stands for; the text of the part unless the data gives another
     * @param role its role for the intent, such as the origin of a journey; null if the data does not say
     * @param group the one of several things that it belongs to; null if the data does not say
     */
    public record Entity(
            int start, int end, String name, String value, @Nullable String role, @Nullable String group) {}
}
