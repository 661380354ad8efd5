package clda.guests;

import java.util.List;

/**
 * What an empty conversation shows.
 *
 * @param text the key of the text
 * @param suggestions the keys of sentences that people can choose
 */
public record Greeting(String text, List<String> suggestions) {

    public Greeting {
        suggestions = List.copyOf(suggestions);
    }
}
