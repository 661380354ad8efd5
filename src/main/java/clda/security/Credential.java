package clda.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified token: whom it speaks for, and what ends it.
 *
 * @param id names the token; made from all that is signed, so that no change of its text gives another one
 * @param caller as the token has it
 * @param issuedAt null if the token does not say
 * @param expiresAt from this moment on it speaks for nobody
 * @param account the {@linkplain Accounts#mark mark} of the local account that it was issued to; null if an identity provider
 *     issued it
 */
public record Credential(
        String id, Caller caller, @Nullable Instant issuedAt, Instant expiresAt, @Nullable String account) {}
