package clda.metrics;

import clda.release.Arm;
import clda.release.Arms;
import clda.release.Release;
import clda.release.Releases;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Shows the release and the nodes of its arms, as this node sees them. */
public final class ReleaseMeters {

    public ReleaseMeters(MeterRegistry registry, Arms arms) {
        for (Release.State state : Release.State.values()) {
            Gauge.builder("clda.release.state", () -> isIn(arms, state) ? 1 : 0)
                    .description("1 for the state of the latest release; 0 for all if there never was one")
                    .tag("state", state.word())
                    .strongReference(true)
                    .register(registry);
        }
        Gauge.builder("clda.release.share", () -> share(arms))
                .description("Part of the new conversations that begin in the canary arm")
                .strongReference(true)
                .register(registry);
        Gauge.builder("clda.release.given.up.time", () -> givenUpAt(arms))
                .description("When the server itself rolled the latest release back, as Unix time; 0 if it did not")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        for (Arm arm : Arm.values()) {
            Gauge.builder("clda.release.nodes", () -> arms.nodes(arm))
                    .description("Nodes that run turns, by the arm whose turns they run")
                    .tag("runs", arm.word())
                    .strongReference(true)
                    .register(registry);
        }
    }

    private static boolean isIn(Arms arms, Release.State state) {
        return arms.release().filter(release -> release.state() == state).isPresent();
    }

    private static double share(Arms arms) {
        return arms.release()
                .filter(Release::isRunning)
                .map(release -> release.share() / (double) Release.ALL)
                .orElse(0.0);
    }

    private static double givenUpAt(Arms arms) {
        return arms.release()
                .filter(release -> release.state() == Release.State.ROLLED_BACK)
                .filter(release -> Releases.ITSELF.equals(release.endedBy()))
                .flatMap(release -> Optional.ofNullable(release.endedAt()))
                .map(at -> at.toEpochMilli() / 1_000.0)
                .orElse(0.0);
    }
}
