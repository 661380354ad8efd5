package clda.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The server's TLS identity: a private key and its certificate chain, starting with the certificate for that key. */
final class Identity {

    private static final String CERTIFICATE = "clda.tls.certificate";
    private static final String KEY = "clda.tls.key";
    private static final String ALIAS = "clda";
    private static final String PKCS12 = "PKCS12";
    private static final int LEAST_RSA_BITS = 2048;
    private static final String SELF_SIGNED_PASSWORD = "self-signed";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private Identity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Reads the identity from PEM or PKCS#12.
     *
     * @param secret the private key in PEM, or the password of the PKCS#12 file
     * @throws IllegalArgumentException naming the property that is wrong
     */
    static Identity of(Path certificate, Path secret) {
        String name = certificate.toString().toLowerCase(Locale.ROOT);
        Identity identity = name.endsWith(".p12") || name.endsWith(".pfx")
                ? fromPkcs12(certificate, text(KEY, secret).strip())
                : fromPem(certificate, secret);
        return identity.checked();
    }

    /**
     * For trying out: created once, with the JDK's own tool, and kept in the data directory, so that browsers ask for
     * confirmation only once.
     */
    static Identity selfSigned(Path dataDir) {
        Path store = dataDir.resolve("self-signed.p12");
        if (!Files.exists(store)) {
            make(store);
        }
        return fromPkcs12(store, SELF_SIGNED_PASSWORD);
    }

    private static void make(Path store) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1",
                "-validity",
                "365",
                "-storetype",
                PKCS12,
                "-keystore",
                store.toString(),
                "-storepass",
                SELF_SIGNED_PASSWORD);
        try {
            Files.createDirectories(store.toAbsolutePath().getParent());
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalArgumentException(
                        CERTIFICATE + ": no self-signed certificate could be made: " + said.strip());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    CERTIFICATE + ": a self-signed certificate is made with keytool, which comes with a JDK", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a certificate", e);
        }
    }

    private static Identity fromPem(Path certificate, Path secret) {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(text(CERTIFICATE, certificate));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(CERTIFICATE + ": " + certificate + " holds no certificate in PEM", e);
        }
        try {
            return new Identity(
                    Pem.privateKey(text(KEY, secret), chain.getFirst().getPublicKey()), chain);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    KEY + ": " + secret + " holds no usable private key: " + e.getMessage(), e);
        }
    }

    private static Identity fromPkcs12(Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(PKCS12);
            store.load(in, password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password.toCharArray());
                if (key instanceof PrivateKey secret) {
                    return new Identity(secret, x509(store.getCertificateChain(alias)));
                }
            }
            throw new IllegalArgumentException(CERTIFICATE + ": " + file + " holds no private key");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    CERTIFICATE + ": " + file + " cannot be opened with the password that is in " + KEY, e);
        }
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        return List.of(chain).stream().map(X509Certificate.class::cast).toList();
    }

    private static String text(String property, Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(property + ": " + file + " cannot be read", e);
        }
    }

    private Identity checked() {
        X509Certificate own = chain.getFirst();
        if (own.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException(CERTIFICATE + ": an RSA key of "
                    + rsa.getModulus().bitLength() + " bits is too short; " + LEAST_RSA_BITS + " are the least");
        }
        if (!belongTogether(key, own)) {
            throw new IllegalArgumentException(KEY + ": this private key is not the one of " + CERTIFICATE);
        }
        return this;
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Writes it as PKCS#12, which both application servers can read. */
    void write(Path file, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance(PKCS12);
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(Certificate[]::new));
            store.store(out, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot write PKCS#12", e);
        }
    }
}
