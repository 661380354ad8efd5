package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of dead letters.
 *
 * @param next the `before` of the following page; absent if this is the last
 */
public record DeadLetterPage(
        @Schema(type = SchemaType.ARRAY, implementation = DeadLetterView.class) List<Row> items, @Nullable String next)
        implements Body {}
