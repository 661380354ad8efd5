package clda.release;

import clda.store.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What administrators, and the server itself, do with a release. */
public final class Releases {

    /** Who ended a release that a node has rolled back by itself. */
    public static final String ITSELF = "server";

    /** Default share of the new conversations, in the unit of {@link Release#share}. */
    public static final int TEN_PERCENT = 1_000;

    /** Maximum characters of a reason. */
    public static final int MAX_REASON = 500;

    private final ReleaseBook book;
    private final Arms arms;
    private final Clock clock;

    public Releases(ReleaseBook book, Arms arms, Clock clock) {
        this.book = book;
        this.arms = arms;
        this.clock = clock;
    }

    /** The release that counts, as the database has it now. */
    public Optional<Release> latest() {
        return book.latest();
    }

    /**
     * Starts a release: from now on, a share of the new conversations begins in the canary arm.
     *
     * @param share in the unit of {@link Release#share}
     * @param record other writes for the same transaction, given the release
     * @throws ReleaseBook.Changed if one is running already
     */
    public Release start(int share, String by, Function<Release, List<Write>> record) {
        Optional<Release> before = book.latest();
        if (before.filter(Release::isRunning).isPresent()) {
            throw new ReleaseBook.Changed();
        }
        Release next = new Release(
                before.map(Release::number).orElse(0L) + 1, share, Release.State.RUNNING, now(), by, null, null, null);
        book.start(next, record.apply(next));
        arms.look();
        return next;
    }

    /**
     * Ends the running release: its conversations are stable from now on.
     *
     * @param reason why; null if nobody says so
     * @param record other writes for the same transaction, given the release as it is then
     * @throws ReleaseBook.Changed if none is running
     */
    public Release end(Release.State state, String by, @Nullable String reason, Function<Release, List<Write>> record) {
        return end(running(), state, by, reason, record);
    }

    /**
     * Rolls that release back by itself.
     *
     * @throws ReleaseBook.Changed if it is not the one that is running
     */
    public Release giveUp(long number, String reason, Function<Release, List<Write>> record) {
        Release running = running();
        if (running.number() != number) {
            throw new ReleaseBook.Changed();
        }
        return end(running, Release.State.ROLLED_BACK, ITSELF, reason, record);
    }

    private Release running() {
        return book.latest().filter(Release::isRunning).orElseThrow(ReleaseBook.Changed::new);
    }

    private Release end(
            Release running,
            Release.State state,
            String by,
            @Nullable String reason,
            Function<Release, List<Write>> record) {
        Instant at = now();
        Release ended = new Release(
                running.number(), running.share(), state, running.startedAt(), running.startedBy(), at, by, reason);
        book.end(running.number(), state, at, by, reason, record.apply(ended));
        arms.look();
        return ended;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
