package clda.security;

import clda.security.KeyRing.Damaged;
import java.nio.charset.StandardCharsets;

/** A text that a database holds and that only its own master key opens; it says nothing by itself. */
public final class KeyCheck {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PLACE = "master-key-check".getBytes(StandardCharsets.UTF_8);

    private KeyCheck() {}

    /** A new text for a database that is written under this key. */
    public static byte[] of(KeyRing ring) {
        return ring.shared().seal(NOTHING, PLACE);
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
