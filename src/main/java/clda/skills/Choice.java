package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The choice of one of several numbered things. */
final class Choice {

    private static final List<Pattern> NUMBERS = List.of(
            cue("^\\s*(?:the )?(?:1|first|former|one)\\b|^\\s*(?:1|一|第一|前)[个者种项]?"),
            cue("^\\s*(?:the )?(?:2|second|latter|two)\\b|^\\s*(?:2|二|第二|后)[个者种项]?"));

    private Choice() {}

    /** Its number, from 1. */
    static Optional<String> of(String text) {
        for (int i = 0; i < NUMBERS.size(); i++) {
            if (NUMBERS.get(i).matcher(text).find()) {
                return Optional.of(String.valueOf(i + 1));
            }
        }
        return Optional.empty();
    }
}
