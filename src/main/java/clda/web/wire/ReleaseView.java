package clda.web.wire;

import clda.json.Worded;
import clda.release.Release;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The latest release of a new version.
 *
 * @param number absent if there never was one
 * @param share percent of the new conversations that begin in the canary arm while it runs; 0 if there never was one
 * @param startedBy who started it
 * @param endedAt when it was promoted or rolled back
 * @param endedBy who did that: a user, or {@code server} if it rolled itself back
 * @param reason why it was rolled back
 * @param nodes how many nodes run turns now
 */
@Schema(name = "Release")
public record ReleaseView(
        @Nullable Long number,
        State state,
        BigDecimal share,
        @Nullable Instant startedAt,
        @Nullable String startedBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String reason,
        Nodes nodes)
        implements Body {

    /** How far it is. */
    @Schema(name = "ReleaseState")
    public enum State implements Worded {
        /** There never was a release. */
        OFF,
        RUNNING,
        PROMOTED,
        ROLLED_BACK
    }

    /** How many nodes of each arm run turns. */
    @Schema(name = "ArmNodes")
    public record Nodes(int stable, int canary) {}

    public static ReleaseView of(Optional<Release> latest, Nodes nodes) {
        return latest.map(release -> new ReleaseView(
                        release.number(),
                        Worded.of(State.class, release.state().word()),
                        percent(release.share()),
                        release.startedAt(),
                        release.startedBy(),
                        release.endedAt(),
                        release.endedBy(),
                        release.reason(),
                        nodes))
                .orElse(new ReleaseView(null, State.OFF, BigDecimal.ZERO, null, null, null, null, null, nodes));
    }

    private static BigDecimal percent(int share) {
        return new BigDecimal(BigDecimal.valueOf(share, 2).stripTrailingZeros().toPlainString());
    }
}
