package clda.web.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that was found changed or missing in the database.
 */
@Schema(name = "Damage")
public record DamageView(String what, Instant noticedAt) {}
