package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The models that can answer, in the order of their fallback. */
@Schema(name = "Models")
public record ModelList(List<ModelView> items) implements Body {}
