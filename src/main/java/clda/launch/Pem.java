package clda.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as text (RFC 7468). */
final class Pem {

    private static final Pattern CERTIFICATES =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int LONG_FORM = 0x80;

    private Pem() {}

    /** The certificates in the order of the text. */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new java.util.ArrayList<>();
        Matcher each = CERTIFICATES.matcher(text);
        while (each.find()) {
            found.add((X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(each.group().getBytes(StandardCharsets.US_ASCII))));
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        return found;
    }

    /** Reads a key in PKCS#8, or in the older formats that OpenSSL writes for RSA and elliptic curves. */
    static PrivateKey privateKey(String text, PublicKey certified) throws GeneralSecurityException {
        Matcher key = PRIVATE_KEY.matcher(text);
        if (!key.find()) {
            throw new IllegalArgumentException("there is no PEM private key in it");
        }
        if (key.group(1).startsWith("ENCRYPTED") || key.group(2).contains("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "it is encrypted; decrypt it, or use a PKCS#12 file, whose password is in a file of its own");
        }
        byte[] content = Base64.getMimeDecoder().decode(key.group(2));
        byte[] pkcs8 = key.group(1).isEmpty() ? content : wrapped(content, certified);
        return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** PKCS#8 (RFC 5208): a version, the algorithm identifier of the public key, and the key in its own format. */
    private static byte[] wrapped(byte[] key, PublicKey certified) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.writeBytes(algorithm(certified.getEncoded()));
        content.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** The algorithm identifier: the first element inside the outermost element of the encoded public key. */
    private static byte[] algorithm(byte[] publicKey) {
        ByteBuffer der = ByteBuffer.wrap(publicKey);
        der.get();
        length(der);
        int begin = der.position();
        der.get();
        int length = length(der);
        byte[] algorithm = new byte[der.position() - begin + length];
        der.get(begin, algorithm);
        return algorithm;
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = length << Byte.SIZE | der.get() & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < LONG_FORM) {
            element.write(content.length);
        } else {
            byte[] length = java.math.BigInteger.valueOf(content.length).toByteArray();
            int zeros = length[0] == 0 ? 1 : 0;
            element.write(LONG_FORM | length.length - zeros);
            element.write(length, zeros, length.length - zeros);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
