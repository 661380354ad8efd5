package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every token once. Many turns: the profile {@code ledger}. */
class TokenLedgerTest {

    @TempDir
    Path dir;

    @Test
    void theLedgerHoldsWhatTheProviderCounted() throws Exception {
        TokenLedger.Findings found = TokenLedger.run(dir, 60);

        assertThat(found.turns()).isEqualTo(60);
        assertThat(found.booked()).isEqualTo(found.counted());
        assertThat(found.bookedCalls()).isEqualTo(found.calls());
        assertThat(found.held()).isZero();
    }
}
