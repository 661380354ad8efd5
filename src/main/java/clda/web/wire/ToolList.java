package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The tools that the caller may use.
 */
@Schema(name = "Tools")
public record ToolList(List<ToolView> items) implements Body {}
