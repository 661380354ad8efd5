package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short campaign in every build; the long one is a profile of its own. */
class KillCampaignIT {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    @Test
    void enginesThatAreKilledLoseNothingAndDoubleNothing() throws Exception {
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("clda.build", "target"), "campaign"))
                        .toAbsolutePath(),
                "kill-");

        Findings findings = new KillCampaign(KillCampaign.prepare(dir), dir, KillCampaign.ENGINES, false, 7, Fault.NONE)
                .run(100, 1, Instant.MAX);

        assertThat(findings.acknowledged()).isPositive();
        assertThat(findings.effects()).isPositive();
        Map<String, Integer> wrong = findings.wrong();
        // The goal of five seconds is for a machine that does nothing else, as the long campaign measures it.
        wrong.remove(Findings.LATE);
        assertThat(wrong).as(findings.report()).isEmpty();
        assertThat(findings.slowest()).as(findings.report()).isLessThan(LONGEST);
    }
}
