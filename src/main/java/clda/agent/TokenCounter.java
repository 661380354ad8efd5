package clda.agent;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/** Counts tokens with the o200k vocabulary. For models with another vocabulary it is an estimate. */
public final class TokenCounter {

    private static final class Vocabulary {
        // Loaded when first needed: it takes half a second and most conversations never come near the limit.
        static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private final ToIntFunction<String> exact;

    public TokenCounter() {
        this(text -> Vocabulary.O200K.countTokensOrdinary(text));
    }

    TokenCounter(ToIntFunction<String> exact) {
        this.exact = exact;
    }

    public int count(String text) {
        return exact.applyAsInt(text);
    }

    /** Never less than {@link #count}, and cheap: a token is at least one byte of UTF-8. */
    public int upperBound(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
