package clda.boot;

/** What runs here, as far as anybody may know. */
public record SystemStatus(
        String version, String model, boolean modelConfigured, String store, boolean durable, boolean demo) {}
