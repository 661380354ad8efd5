package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of schedules.
 *
 * @param next the `after` of the following page; absent if this is the last
 * @param count how many there are in all
 */
public record SchedulePage(
        @Schema(type = SchemaType.ARRAY, implementation = ScheduleView.class) List<Row> items,
        @Nullable String next,
        long count)
        implements Body {}
