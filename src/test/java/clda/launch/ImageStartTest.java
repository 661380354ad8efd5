package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the agent does in an image besides: the server's own files, the database, the health check. */
@Isolated("sets properties of the whole process")
class ImageStartTest {

    private static final String NOWHERE = "jdbc:postgresql://nowhere/clda";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("clda.db.url");
        System.clearProperty("clda.db.user");
    }

    @Test
    void whatTheServerChangesIsCopiedWhereItCanBeWritten() throws IOException {
        Path template =
                Files.createDirectories(folder.resolve("template/config/empty")).resolve("../..");
        Files.writeString(template.resolve("config/domain.xml"), "<domain/>");
        Path instance = folder.resolve("tmp/instance");

        InstanceDirectory.make(instance, template);

        assertThat(instance.resolve("config/domain.xml")).hasContent("<domain/>");
        assertThat(instance.resolve("config/empty")).isDirectory();
    }

    @Test
    void whatAnEarlierProcessOfTheContainerHasChangedIsReplaced() throws IOException {
        Path template = Files.createDirectory(folder.resolve("template"));
        Files.writeString(template.resolve("domain.xml"), "<domain/>");
        Path instance = Files.createDirectory(folder.resolve("instance"));
        Files.writeString(instance.resolve("domain.xml"), "<domain><changed/></domain>");

        InstanceDirectory.make(instance, template);

        assertThat(instance.resolve("domain.xml")).hasContent("<domain/>");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path template = Files.createDirectory(folder.resolve("template"));
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> InstanceDirectory.make(file.resolve("instance"), template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clda.instance-dir=" + file.resolve("instance") + " cannot be written to: ");
    }

    @Test
    void theDataSourceGetsTheDatabase() {
        Map<String, String> environment =
                Map.of("clda.store", "postgresql", "clda.db.url", NOWHERE, "clda.db.user", "clda");

        DatabaseProperties.pass(name -> Optional.ofNullable(environment.get(name)));

        assertThat(System.getProperty("clda.db.url")).isEqualTo(NOWHERE);
        assertThat(System.getProperty("clda.db.user")).isEqualTo("clda");
        assertThat(System.getProperty("clda.db.password")).isNull();
    }

    @Test
    void aDatabaseThatWouldNotBeUsedIsRefused() {
        Map<String, String> environment = Map.of("clda.store", "embedded", "clda.db.url", NOWHERE);

        assertThatThrownBy(() -> DatabaseProperties.pass(name -> Optional.ofNullable(environment.get(name))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clda.db.url is set, and the server was started with the embedded store")
                .hasMessageContaining("@/clda/postgresql");
    }

    @Test
    void theHealthCheckSaysWhatTheServerSays() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/leaving", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try {
            assertThat(HealthCheck.answer(address.resolve("/ready"))).isEqualTo("200");
            assertThat(HealthCheck.answer(address.resolve("/leaving"))).isEqualTo("503");
        } finally {
            server.stop(0);
        }
        assertThat(HealthCheck.answer(address.resolve("/ready"))).startsWith("java.net.ConnectException");
    }

    @Test
    void theHealthCheckAsksAServerOnThisMachineByHttpsWhateverItsCertificateIsFor() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(HealthCheck.answer(URI.create("https://127.0.0.1:" + port + "/ready")))
                    .isEqualTo("200");
        } finally {
            server.stop(0);
        }
        assertThat(HealthCheck.answer(URI.create("https://192.0.2.1:" + port + "/ready")))
                .isEqualTo("only a server on this machine is asked by HTTPS");
    }

    private SSLContext selfSigned() throws IOException, GeneralSecurityException {
        Path store = folder.resolve("served.p12");
        Identity.selfSigned(folder).write(store, "a password");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "a password".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "a password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
