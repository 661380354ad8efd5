package clda.security.tink;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM under one key by the JDK, in the format of Tink's {@code AesGcmJce}: 12 random bytes, the ciphertext, a tag of 16
 * bytes. Tink looks up its source of randomness once per thread by searching the class path: in a virtual thread that encrypts
 * only a few texts, that costs more than the encryption.
 */
final class AesGcm {

    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    AesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] seal(byte[] plaintext, byte[] place) throws GeneralSecurityException {
        byte[] nonce = random(NONCE);
        byte[] sealed = new byte[NONCE + plaintext.length + TAG];
        System.arraycopy(nonce, 0, sealed, 0, NONCE);
        cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plaintext, 0, plaintext.length, sealed, NONCE);
        return sealed;
    }

    byte[] open(byte[] sealed, byte[] place) throws GeneralSecurityException {
        if (sealed.length < NONCE + TAG) {
            throw new AEADBadTagException("too short");
        }
        return cipher(Cipher.DECRYPT_MODE, sealed, place).doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    /** @param begin starts with the nonce */
    private Cipher cipher(int mode, byte[] begin, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, begin, 0, NONCE));
        cipher.updateAAD(place);
        return cipher;
    }

    static byte[] random(int length) {
        byte[] random = new byte[length];
        RANDOM.nextBytes(random);
        return random;
    }
}
