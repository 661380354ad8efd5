package clda.web;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The arrival of the current request; set before any other part of the application sees the request. */
@RequestScoped
public class CurrentArrival {

    private @Nullable Arrival arrival;

    void set(Arrival value) {
        arrival = value;
    }

    /** @throws IllegalStateException outside a request */
    public Arrival get() {
        Arrival known = arrival;
        if (known == null) {
            throw new IllegalStateException("no request has arrived");
        }
        return known;
    }
}
