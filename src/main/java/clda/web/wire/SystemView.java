package clda.web.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What runs.
 *
 * @param model that answers first; `offline` without one
 * @param durable whether what was acknowledged survives a crash
 * @param demo whether the server is there to be tried out, with accounts that everybody knows
 * @param ai that an AI answers; always true
 */
@Schema(name = "System")
public record SystemView(
        String version, String model, boolean modelConfigured, String store, boolean durable, boolean demo, boolean ai)
        implements Body {}
