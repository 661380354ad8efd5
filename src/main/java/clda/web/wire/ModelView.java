package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model that can answer.
 *
 * @param name as it is configured
 * @param model the provider's name
 * @param contextTokens how much it can read
 * @param trouble that it gives no answers now; only for administrators
 */
@Schema(name = "Model")
public record ModelView(
        String name, String model, int contextTokens, List<String> capabilities, @Nullable ModelTrouble trouble) {}
