package clda.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Marks generated content in a machine-readable way (Article 50 of Regulation (EU) 2024/1689). The terms are IPTC's Digital
 * Source Types, which C2PA uses too: http://cv.iptc.org/newscodes/digitalsourcetype/.
 */
public enum DigitalSource {
    /** Made by a model that was trained on samples. */
    TRAINED("trainedAlgorithmicMedia"),
    /** Made by rules, without samples: answers of the built-in understanding, and reports from a database. */
    RULES("algorithmicMedia");

    /** The maker of marked content. */
    public static final String GENERATED_BY = "ai";

    private static final String VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    private static final String BUILT_IN = "offline";

    private final String term;

    DigitalSource(String term) {
        this.term = term;
    }

    /** @param model the model that wrote the message; null if none is named */
    public static DigitalSource of(@Nullable String model) {
        return model == null || model.equals(BUILT_IN) ? RULES : TRAINED;
    }

    /** The term as a URI. */
    public String uri() {
        return VOCABULARY + term;
    }

    /** Adds the mark to the generated content. */
    public ObjectNode mark(ObjectNode generated) {
        return generated.put("generatedBy", GENERATED_BY).put("digitalSourceType", uri());
    }
}
