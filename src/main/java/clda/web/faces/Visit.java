package clda.web.faces;

import clda.guests.Greeting;
import clda.guests.GuestPage;
import clda.guests.Guests;
import clda.guests.TrialAccounts;
import clda.guests.TrialSignIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What guests add to the pages, in the language of the pages. */
@Named
@RequestScoped
public class Visit {

    @Inject
    private Guests guests;

    @Inject
    private TrialSignIn trial;

    @Inject
    private PageLanguage language;

    /** A link in the bar. */
    public record Link(String file, String title) {

        /** @param page a page's name, without the ending of its file */
        public boolean isTo(@Nullable String page) {
            return file.equals(page + ".xhtml");
        }
    }

    public List<Link> getPages() {
        return guests.pages().stream().map(this::link).toList();
    }

    private Link link(GuestPage page) {
        return new Link(page.file(), language.text(page.title()));
    }

    /** What an empty conversation says; null if no guest has anything to say. */
    public @Nullable String getGreeting() {
        return guests.greeting().map(Greeting::text).map(language::text).orElse(null);
    }

    /** Sentences to choose in an empty conversation. */
    public List<String> getSuggestions() {
        return guests.greeting().map(Greeting::suggestions).orElse(List.of()).stream()
                .map(language::text)
                .toList();
    }

    /** How to sign in to try the server; null if there are no accounts for that. */
    public @Nullable String getSignInHint() {
        return trial.accounts().map(TrialAccounts::hint).map(language::text).orElse(null);
    }
}
