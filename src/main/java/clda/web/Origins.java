package clda.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The pages that may use a user's cookie or open a socket: this server's own, and those that are configured. */
@ApplicationScoped
public class Origins {

    @Inject
    private Config config;

    @Inject
    private CurrentArrival current;

    /** @param origin the header of that name; programs other than browsers send none */
    public boolean allows(@Nullable String origin) {
        return origin == null
                || config.getOptionalValues("clda.web.origins", String.class)
                        .map(list -> list.contains(origin))
                        .orElse(false)
                || current.get().address().isOrigin(origin);
    }
}
