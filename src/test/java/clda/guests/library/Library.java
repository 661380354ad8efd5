package clda.guests.library;

import clda.guests.Guest;
import clda.guests.GuestPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** A guest as a customer would write it: it lends books. Its skill, examples and texts are the files beside it. */
@ApplicationScoped
public class Library implements Guest {

    @Override
    public Optional<String> tables() {
        return Optional.of("clda/guests/library/tables");
    }

    @Override
    public List<GuestPage> pages() {
        return List.of(new GuestPage("loans.xhtml", "loans.title"));
    }
}
