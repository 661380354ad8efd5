package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and keys in the forms that people have them in. */
class IdentityTest {

    private static final String PASSWORD = "a password";

    @TempDir
    Path folder;

    private Path secret;

    @BeforeEach
    void writeThePassword() throws IOException {
        secret = Files.writeString(folder.resolve("password.txt"), PASSWORD + "\n");
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048,PKCS8", "RSA,2048,OLD", "EC,256,PKCS8", "EC,384,OLD", "Ed25519,255,PKCS8"})
    void pemIsRead(String algorithm, int bits, String form) throws IOException, GeneralSecurityException {
        KeyStore made = made("made.p12", algorithm, bits);
        Path certificate = Files.writeString(
                folder.resolve("chain.pem"),
                "Subject: something that openssl writes\n"
                        + pem("CERTIFICATE", made.getCertificate("k").getEncoded()));
        byte[] pkcs8 = made.getKey("k", PASSWORD.toCharArray()).getEncoded();
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                form.equals("OLD")
                        ? "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n"
                                + pem(algorithm + " PRIVATE KEY", insideOf(pkcs8))
                        : pem("PRIVATE KEY", pkcs8));

        Identity identity = Identity.of(certificate, key);

        assertThat(identity.certificate()).isEqualTo(made.getCertificate("k"));
        Path store = folder.resolve("served.p12");
        identity.write(store, "another");
        assertThat(opened(store, "another")
                        .getKey("clda", "another".toCharArray())
                        .getEncoded())
                .isEqualTo(pkcs8);
    }

    @Test
    void pkcs12IsRead() throws IOException, GeneralSecurityException {
        KeyStore made = made("made.p12", "EC", 256);

        assertThat(Identity.of(folder.resolve("made.p12"), secret).certificate())
                .isEqualTo(made.getCertificate("k"));
    }

    @Test
    void aSelfSignedCertificateIsMadeOnce() {
        Identity first = Identity.selfSigned(folder.resolve("data"));

        assertThat(Identity.selfSigned(folder.resolve("data")).certificate()).isEqualTo(first.certificate());
        assertThat(first.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    }

    @Test
    void whatIsWrongIsSaidWithItsProperty() throws IOException, GeneralSecurityException {
        KeyStore made = made("made.p12", "RSA", 2048);
        KeyStore other = made("other.p12", "RSA", 2048);
        made("short.p12", "RSA", 1024);
        Path certificate = Files.writeString(
                folder.resolve("chain.pem"),
                pem("CERTIFICATE", made.getCertificate("k").getEncoded()));
        Path otherKey = Files.writeString(
                folder.resolve("other.pem"),
                pem("PRIVATE KEY", other.getKey("k", PASSWORD.toCharArray()).getEncoded()));
        Path encrypted =
                Files.writeString(folder.resolve("encrypted.pem"), pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        Path wrongPassword = Files.writeString(folder.resolve("wrong.txt"), "wrong");

        refuses(certificate, otherKey, "clda.tls.key: this private key is not the one of clda.tls.certificate");
        refuses(certificate, encrypted, "it is encrypted");
        refuses(certificate, secret, "clda.tls.key: ");
        refuses(certificate, folder.resolve("nowhere.pem"), "clda.tls.key: ", "nowhere.pem cannot be read");
        refuses(secret, otherKey, "clda.tls.certificate: ", "holds no certificate in PEM");
        refuses(Path.of("/"), otherKey, "clda.tls.certificate: / holds no certificate in PEM");
        refuses(
                folder.resolve("made.p12"),
                wrongPassword,
                "clda.tls.certificate: ",
                "cannot be opened with the password");
        refuses(folder.resolve("short.p12"), secret, "an RSA key of 1024 bits is too short");
    }

    private static void refuses(Path certificate, Path secret, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.of(certificate, secret))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private KeyStore made(String file, String algorithm, int bits) throws IOException, GeneralSecurityException {
        Path store = folder.resolve(file);
        java.util.List<String> command = new java.util.ArrayList<>(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=test",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        if (!algorithm.equals("Ed25519")) {
            command.addAll(java.util.List.of("-keysize", String.valueOf(bits)));
        }
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return opened(store, PASSWORD);
    }

    private static KeyStore opened(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    /** The key in the older form, which is the last element of PKCS#8. */
    private static byte[] insideOf(byte[] pkcs8) {
        ByteBuffer der = ByteBuffer.wrap(pkcs8);
        der.get();
        length(der);
        der.position(der.position() + 3);
        der.get();
        int algorithm = length(der);
        der.position(der.position() + algorithm);
        der.get();
        byte[] inside = new byte[length(der)];
        der.get(inside);
        return inside;
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = length << 8 | der.get() & 0xff;
        }
        return length;
    }
}
