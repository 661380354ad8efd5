package clda.web;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Tells browsers that have used HTTPS to use nothing else (RFC 6797). */
record StrictTransport(Duration remembered) {

    static final String HEADER = "Strict-Transport-Security";
    static final StrictTransport DEFAULT = new StrictTransport(Duration.ofDays(365));

    private static final String PROPERTY = "clda.web.hsts";

    static StrictTransport from(Config config) {
        try {
            return config.getOptionalValue(PROPERTY, Duration.class)
                    .map(StrictTransport::new)
                    .orElse(DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROPERTY + " is not a duration such as P365D; PT0S turns it off", e);
        }
    }

    /** Nothing for {@code localhost}, where the browser would apply it to every other port as well. */
    Optional<String> headerFor(PublicAddress address) {
        boolean wanted =
                address.isSecure() && !remembered.isZero() && !address.host().equals("localhost");
        return wanted ? Optional.of("max-age=" + remembered.toSeconds()) : Optional.empty();
    }
}
