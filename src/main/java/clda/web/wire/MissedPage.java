package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of missed sentences.
 *
 * @param next the `before` of the following page; absent if this is the last
 * @param count how many there are in all
 */
public record MissedPage(
        @Schema(type = SchemaType.ARRAY, implementation = MissedSentence.class) List<Row> items,
        @Nullable String next,
        long count)
        implements Body {}
