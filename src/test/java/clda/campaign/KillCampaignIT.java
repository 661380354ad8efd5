package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A short campaign in every build; the long one is a profile of its own. */
class KillCampaignIT {

    @Test
    void twentyKillsLoseNothingAndDoubleNothing() throws Exception {
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("clda.build", "target"), "campaign"))
                        .toAbsolutePath(),
                "kill-");

        KillCampaign.Findings findings = new KillCampaign(dir, "", 7).run(20);

        assertThat(findings.acknowledged()).isPositive();
        assertThat(findings.effects()).isPositive();
        assertThat(findings.clean()).as(findings.report()).isTrue();
    }
}
