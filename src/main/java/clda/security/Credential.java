package clda.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified token: whom it authenticates, and what ends it.
 *
 * @param id identifies the token; derived from everything that is signed, so that the same token written differently has the
 *     same id
 * @param caller as stated in the token
 * @param issuedAt null if the token does not say
 * @param expiresAt from this time on the token is invalid
 * @param account the {@linkplain Accounts#mark mark} of the local account that it was issued to; null if an identity provider
 *     issued it
 */
public record Credential(
        String id, Caller caller, @Nullable Instant issuedAt, Instant expiresAt, @Nullable String account) {}
