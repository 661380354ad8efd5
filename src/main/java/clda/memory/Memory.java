package clda.memory;

import clda.memory.Fact.Origin;
import clda.security.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What users want to be remembered. Each user has a separate memory that no one else can see. */
public final class Memory {

    /** Maximum characters of a fact. */
    public static final int LONGEST = 500;

    static final int MAX = 200;

    /** Why something is not remembered. */
    public static final class NotRemembered extends RuntimeException {
        private final String detail;

        NotRemembered(String detail) {
            super(detail);
            this.detail = detail;
        }

        /** Why, as a sentence that the user is shown. */
        public String detail() {
            return detail;
        }
    }

    private final FactBook book;
    private final Clock clock;

    public Memory(FactBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** The caller's facts, ordered by number. */
    public List<Fact> of(Caller caller) {
        return book.of(caller.tenant(), caller.user());
    }

    /** Remembers the caller's own words. */
    public Fact remember(Caller caller, String text, @Nullable String onlyIn, Origin origin) {
        return remember(caller, text, onlyIn, origin, false);
    }

    /**
     * @param onlyIn the only conversation it applies to, one of the caller's; null for all
     * @param untrusted whether the words may come from text written by others
     * @throws NotRemembered if there are no words, too many, or too many facts
     */
    public Fact remember(Caller caller, String text, @Nullable String onlyIn, Origin origin, boolean untrusted) {
        Fact fact = new Fact(
                caller.tenant(), caller.user(), 0, words(text), onlyIn, origin, clock.instant(), null, untrusted);
        return book.add(fact, MAX)
                .orElseThrow(() -> new NotRemembered("At most " + MAX + " facts can be kept; forget one first."));
    }

    /**
     * @return empty if the caller has no such fact
     * @throws NotRemembered if there are no words, or too many
     */
    public Optional<Fact> correct(Caller caller, int number, String text) {
        return book.correct(caller.tenant(), caller.user(), number, words(text), clock.instant());
    }

    /** @return the removed fact; empty if the caller has no such fact */
    public Optional<Fact> forget(Caller caller, int number) {
        return book.remove(caller.tenant(), caller.user(), number);
    }

    private static String words(String text) {
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new NotRemembered("The text contains an unpaired surrogate.");
        }
        // One line: otherwise part of a fact could look like another fact in the list for the model.
        String words = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
        if (words.isEmpty()) {
            throw new NotRemembered("There is nothing to remember.");
        }
        if (words.length() > LONGEST) {
            throw new NotRemembered("A fact can have at most " + LONGEST + " characters.");
        }
        return words;
    }
}
