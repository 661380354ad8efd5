package clda.release;

import clda.store.Rejected;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The releases, and the arms of the nodes, where all nodes see them. */
public interface ReleaseBook {

    /** The release that counts: the one that was started last. */
    Optional<Release> latest();

    /**
     * Starts a release.
     *
     * @param alongside other writes for the same transaction
     * @throws Changed if one of that number or a later one has been started, or one is still running
     */
    void start(Release next, List<Write> alongside);

    /**
     * Ends a running release.
     *
     * @param alongside other writes for the same transaction
     * @throws Changed if it is not running
     */
    void end(long number, Release.State state, Instant at, String by, @Nullable String reason, List<Write> alongside);

    /**
     * How many other nodes of each arm run turns now.
     *
     * @param ownEpoch the epoch of this node, which is not counted
     */
    Map<Arm, Integer> others(long ownEpoch);

    /** Says to all nodes whose turns this one runs from now on; null for nobody's. */
    void announce(@Nullable Arm arm);

    /** Someone else has changed the release first. */
    final class Changed extends Rejected {
        public Changed() {
            super("the release was changed by someone else");
        }
    }
}
