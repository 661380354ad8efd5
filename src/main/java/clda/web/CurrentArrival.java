package clda.web;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Where the request of this moment came from and to; set before any other part of the application sees it. */
@RequestScoped
public class CurrentArrival {

    private @Nullable Arrival arrival;

    void set(Arrival value) {
        arrival = value;
    }

    /** @throws IllegalStateException outside of a request */
    public Arrival get() {
        Arrival known = arrival;
        if (known == null) {
            throw new IllegalStateException("no request has arrived");
        }
        return known;
    }
}
