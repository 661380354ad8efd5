package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The damages found in the database. */
@Schema(name = "Damages")
public record DamageList(List<DamageView> items) implements Body {}
