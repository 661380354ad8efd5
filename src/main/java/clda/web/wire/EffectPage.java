package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of effects.
 *
 * @param next the `after` of the following page; absent if this is the last
 * @param count how many there are in all
 * @param forMe how many of them the caller may resolve
 */
public record EffectPage(
        @Schema(type = SchemaType.ARRAY, implementation = EffectView.class) List<Row> items,
        @Nullable String next,
        long count,
        long forMe)
        implements Body {}
