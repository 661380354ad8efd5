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
     * @param start the index of its first char, {@code end} that after its last
     * @param value what it stands for; the part itself unless the data says otherwise
     * @param role what it is to the intent, as the origin of a journey; null if the data does not say
     * @param group which of several things it belongs to; null if the data does not say
     */
    public record Entity(
            int start, int end, String name, String value, @Nullable String role, @Nullable String group) {}
}
