package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A short campaign in every build; the long one is a profile of its own. */
class KillCampaignIT {

    @Test
    void enginesThatAreKilledLoseNothingAndDoubleNothing() throws Exception {
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("clda.build", "target"), "campaign"))
                        .toAbsolutePath(),
                "kill-");

        Findings findings =
                new KillCampaign(KillCampaign.prepare(dir), dir, false, 7, Fault.none).run(100, 1, Instant.MAX);

        assertThat(findings.acknowledged()).isPositive();
        assertThat(findings.effects()).isPositive();
        assertThat(findings.clean()).as(findings.report()).isTrue();
    }
}
