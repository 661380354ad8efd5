package clda.boot;

import clda.boot.ModelSettings.Provider;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The address of a model server as people write it: with or without {@code /v1}, or with the path of the call. */
final class BaseUrl {

    private static final String VERSION = "/v1";

    private static final List<String> CALLS = List.of("/chat/completions", "/completions", "/responses", "/models");

    private BaseUrl() {}

    /**
     * The base address of the provider's calls.
     *
     * @throws IllegalArgumentException naming the property, if the text is not an address
     */
    static URI of(String property, String text, Provider provider) {
        URI address = Settings.httpAddress(property, text);
        String path = address.getRawPath() == null ? "" : address.getRawPath().replaceAll("/+$", "");
        return withPath(
                address,
                switch (provider) {
                    case OPENAI, OPENAI_RESPONSES -> {
                        String base = without(path, CALLS);
                        yield base.isEmpty() ? VERSION : base;
                    }
                    case ANTHROPIC -> without(path, List.of(VERSION + "/messages", VERSION + "/models", VERSION));
                    case OLLAMA ->
                        without(
                                path,
                                List.of("/api/chat", "/api/generate", "/api", VERSION + "/chat/completions", VERSION));
                });
    }

    /** The other address to try if nothing answers at the given one: with the version instead of without, or the reverse. */
    static Optional<URI> other(URI address, Provider provider) {
        if (provider != Provider.OPENAI && provider != Provider.OPENAI_RESPONSES) {
            return Optional.empty();
        }
        String path = address.getRawPath();
        return Optional.of(withPath(
                address,
                path.endsWith(VERSION) ? path.substring(0, path.length() - VERSION.length()) : path + VERSION));
    }

    private static String without(String path, List<String> ends) {
        return ends.stream()
                .filter(path::endsWith)
                .findFirst()
                .map(end -> path.substring(0, path.length() - end.length()).replaceAll("/+$", ""))
                .orElse(path);
    }

    /** By hand, since URI cannot parse an authority whose host contains an underscore. */
    private static URI withPath(URI address, String path) {
        String query = address.getRawQuery();
        return URI.create(
                address.getScheme() + "://" + address.getRawAuthority() + path + (query == null ? "" : "?" + query));
    }
}
