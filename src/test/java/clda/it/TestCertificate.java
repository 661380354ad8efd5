package clda.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate that openssl has just made for {@code localhost} and {@code chat.localhost}.
 *
 * @param folder where {@code chain.pem}, {@code key.pem} and {@code both.pem} are
 */
record TestCertificate(Path folder) {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));

    static TestCertificate make() throws IOException {
        Path parent = Files.createDirectories(BUILD.resolve("it").toAbsolutePath());
        TestCertificate certificate = new TestCertificate(Files.createTempDirectory(parent, "certificate-"));
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,DNS:chat.localhost,IP:127.0.0.1",
                "-keyout",
                certificate.key().toString(),
                "-out",
                certificate.chain().toString());
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (openssl.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Files.writeString(
                certificate.folder().resolve("both.pem"),
                Files.readString(certificate.chain()) + Files.readString(certificate.key()));
        return certificate;
    }

    Path chain() {
        return folder.resolve("chain.pem");
    }

    Path key() {
        return folder.resolve("key.pem");
    }
}
