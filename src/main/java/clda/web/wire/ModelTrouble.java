package clda.web.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a model currently gives no answers.
 *
 * @param reason in one word
 * @param words the provider's
 */
public record ModelTrouble(String reason, String detail, @Nullable String words, Instant since) {}
