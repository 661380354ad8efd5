package clda.kit.memory;

import clda.release.Arm;
import clda.release.Release;
import clda.release.ReleaseBook;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node alone, and no release. */
final class NoReleases implements ReleaseBook {

    @Override
    public Optional<Release> latest() {
        return Optional.empty();
    }

    @Override
    public void start(Release next, List<Write> alongside) {
        throw new UnsupportedOperationException("there are no releases in memory");
    }

    @Override
    public void end(
            long number, Release.State state, Instant at, String by, @Nullable String reason, List<Write> alongside) {
        throw new UnsupportedOperationException("there are no releases in memory");
    }

    @Override
    public Map<Arm, Integer> others(long ownEpoch) {
        return Map.of();
    }

    @Override
    public void announce(@Nullable Arm arm) {
        // Nobody else is there.
    }
}
