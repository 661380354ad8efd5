package clda.web;

/**
 * What runs here, as far as anyone may know.
 *
 * @param ai that an AI answers; always true
 */
public record SystemStatus(
        String version,
        String model,
        boolean modelConfigured,
        String store,
        boolean durable,
        boolean demo,
        boolean ai) {}
