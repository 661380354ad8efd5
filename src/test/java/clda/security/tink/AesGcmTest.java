package clda.security.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Beside Tink, with which data were sealed before. */
class AesGcmTest {

    private static final byte[] PLACE = "c1|7".getBytes(StandardCharsets.UTF_8);

    private final byte[] raw = AesGcm.random(32);
    private final AesGcm key = new AesGcm(raw);

    @Test
    void whatTinkHasSealedIsOpenedAndTheOtherWayRound() throws GeneralSecurityException {
        AesGcmJce tink = new AesGcmJce(raw);
        for (int length : new int[] {0, 1, 15, 16, 17, 40_000}) {
            byte[] text = AesGcm.random(length);

            assertThat(key.open(tink.encrypt(text, PLACE), PLACE)).isEqualTo(text);
            assertThat(tink.decrypt(key.seal(text, PLACE), PLACE)).isEqualTo(text);
        }
    }

    @Test
    void whatWasChangedCutOrMovedIsNotOpened() throws GeneralSecurityException {
        byte[] sealed = key.seal("a secret".getBytes(StandardCharsets.UTF_8), PLACE);

        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> key.open(changed, PLACE)).isInstanceOf(GeneralSecurityException.class);
            byte[] cut = Arrays.copyOf(sealed, at);
            assertThatThrownBy(() -> key.open(cut, PLACE)).isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> key.open(sealed, "c2|7".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> new AesGcm(AesGcm.random(32)).open(sealed, PLACE))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void noTwoTextsHaveTheSameNonce() throws GeneralSecurityException {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            nonces.add(Arrays.toString(Arrays.copyOf(key.seal(new byte[0], PLACE), 12)));
        }

        assertThat(nonces).hasSize(10_000);
    }
}
