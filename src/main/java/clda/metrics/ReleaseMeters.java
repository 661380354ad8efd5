package clda.metrics;

import clda.release.Arm;
import clda.release.Arms;
import clda.release.Release;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

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
}
