package clda.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Which pages may speak to this server with a person's cookie or open a socket: its own, and those that are configured. */
@ApplicationScoped
public class Origins {

    @Inject
    private Config config;

    /**
     * @param origin the header of that name; programs other than browsers send none
     * @param host the header of that name
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        if (config.getOptionalValues("clda.web.origins", String.class)
                .map(list -> list.contains(origin))
                .orElse(false)) {
            return true;
        }
        return isOwn(origin, host);
    }

    /** Whether the page was served under the name by which the server was asked. */
    public static boolean isOwn(String origin, @Nullable String host) {
        try {
            URI page = URI.create(origin);
            String scheme = page.getScheme();
            return host != null
                    && ("http".equals(scheme) || "https".equals(scheme))
                    && page.getRawUserInfo() == null
                    && host.equalsIgnoreCase(page.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
