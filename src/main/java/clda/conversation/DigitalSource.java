package clda.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Marks what was generated so that machines can tell (Article 50 of Regulation (EU) 2024/1689). The words are IPTC's Digital
 * Source Types, which C2PA uses too: http://cv.iptc.org/newscodes/digitalsourcetype/.
 */
public enum DigitalSource {
    /** Made by a model that was trained on samples. */
    TRAINED("trainedAlgorithmicMedia"),
    /** Made by rules, without samples: what the built-in understanding answers, and reports of a database. */
    RULES("algorithmicMedia");

    /** Who made what is marked. */
    public static final String GENERATED_BY = "ai";

    private static final String VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    private static final String BUILT_IN = "offline";

    private final String term;

    DigitalSource(String term) {
        this.term = term;
    }

    /** @param model that wrote the message; null if none is named */
    public static DigitalSource of(@Nullable String model) {
        return model == null || model.equals(BUILT_IN) ? RULES : TRAINED;
    }

    /** The term as an address. */
    public String uri() {
        return VOCABULARY + term;
    }

    /** Puts the mark beside what was generated. */
    public ObjectNode mark(ObjectNode generated) {
        return generated.put("generatedBy", GENERATED_BY).put("digitalSourceType", uri());
    }
}
