package clda.web.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bearer token.
 *
 * @param token a JWT
 * @param expiresAt when it ends
 */
@Schema(name = "Token")
public record TokenView(String token, Instant expiresAt) implements Body {}
