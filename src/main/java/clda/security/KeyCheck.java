package clda.security;

import clda.security.KeyRing.Damaged;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that a database holds and that only its own master key opens; it says nothing by itself. */
public final class KeyCheck {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PLACE = "master-key-check".getBytes(StandardCharsets.UTF_8);

    /** How many bytes at its beginning name the key: Tink's output prefix. */
    private static final int KEY_ID = 5;

    private KeyCheck() {}

    /** A new text for a database that is written under this key. */
    public static byte[] of(KeyRing ring) {
        return ring.shared().seal(NOTHING, PLACE);
    }

    /**
     * Whether the text was made with the key that is written with now, rather than an earlier one of the same ring: it begins
     * with the id of its key.
     */
    public static boolean isCurrent(KeyRing ring, byte[] text) {
        return text.length > KEY_ID && Arrays.equals(text, 0, KEY_ID, of(ring), 0, KEY_ID);
    }

    /** Whether the text was made under this key. */
    public static boolean fits(KeyRing ring, byte[] text) {
        try {
            ring.shared().open(text, PLACE);
            return true;
        } catch (Damaged e) {
            return false;
        }
    }
}
