package clda.release;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which node runs the turns of which conversations, as far as the arms are concerned. A conversation is of the canary arm if it
 * was begun in it and that release still runs; all others are stable. Its turns are run by a node of its arm, and by any node
 * while there is none. A node that leaves runs nothing more as long as there is another.
 *
 * <p>What is known of the release and of the other nodes is at most as old as the interval between two looks; a release that is
 * not known yet is looked up when a conversation of it comes along. Decisions on outdated knowledge are safe: the store lets only
 * one node run a turn, and one that is left to nobody is found by all.
 */
public final class Arms {

    private static final long NONE = 0;

    private record Known(Optional<Release> release, Map<Arm, Integer> others) {}

    private final ReleaseBook book;
    private final Arm own;
    private final LongSupplier epoch;
    private volatile Known known = new Known(Optional.empty(), Map.of());
    private volatile boolean leaving;

    /**
     * @param own the arm of this node
     * @param epoch the number of this node's present membership
     */
    public Arms(ReleaseBook book, Arm own, LongSupplier epoch) {
        this.book = book;
        this.own = own;
        this.epoch = epoch;
    }

    /** Reads the release and the other nodes; to be called every second, and after each change. */
    public void look() {
        known = new Known(book.latest(), book.others(epoch.getAsLong()));
    }

    /** From now on, this node runs turns. */
    public void open() {
        book.announce(own);
        look();
    }

    /** From now on, this node runs no more turns if another one can. Those that are running go on. */
    public void leave() {
        leaving = true;
        book.announce(null);
        look();
    }

    /** The arm of this node. */
    public Arm own() {
        return own;
    }

    /** The release that counts; empty if there never was one. */
    public Optional<Release> release() {
        return known.release();
    }

    /** Whether there are two arms now. */
    public boolean areTwo() {
        return known.release().filter(Release::isRunning).isPresent();
    }

    /** How many nodes of an arm run turns now, this one included. */
    public int nodes(Arm arm) {
        return known.others().getOrDefault(arm, 0) + (arm == own && !leaving ? 1 : 0);
    }

    /**
     * The release in whose canary arm a new conversation begins.
     *
     * @return null if it is stable
     */
    public @Nullable Long canaryOf(String newConversationId) {
        return known.release()
                .filter(Release::isRunning)
                .filter(release -> Share.has(newConversationId, release.share()))
                .map(Release::number)
                .orElse(null);
    }

    /**
     * The present arm of a conversation.
     *
     * @param canaryOf the release in whose canary arm it was begun; null if in none
     */
    public Arm of(@Nullable Long canaryOf) {
        if (canaryOf == null) {
            return Arm.STABLE;
        }
        if (known.release().map(Release::number).orElse(NONE) < canaryOf) {
            // Begun under a release that this node has not heard of yet.
            look();
        }
        return known.release()
                        .filter(Release::isRunning)
                        .filter(release -> release.number() == canaryOf)
                        .isPresent()
                ? Arm.CANARY
                : Arm.STABLE;
    }

    /**
     * Whether the turns of a conversation are run here.
     *
     * @param canaryOf the release in whose canary arm it was begun; null if in none
     */
    public boolean runHere(@Nullable Long canaryOf) {
        Map<Arm, Integer> others = known.others();
        if (leaving) {
            return others.isEmpty();
        }
        Arm arm = of(canaryOf);
        return arm == own || !others.containsKey(arm);
    }
}
