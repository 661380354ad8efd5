package clda.it;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A real nginx, haproxy or Apache with the example of {@code server-config/proxies}, on other ports and with a certificate made for this. */
final class Proxy implements AutoCloseable {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));
    private static final Path EXAMPLES = Path.of("server-config/proxies");

    private static final List<String> APACHE_MODULES =
            List.of("mpm_event", "authz_core", "socache_shmcb", "ssl", "headers", "proxy", "proxy_http");

    private final Process process;

    private Proxy(Process process) {
        this.process = process;
    }

    static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of("/usr/sbin", program));
    }

    static Proxy nginx(int port, int to, TestCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "nginx-");
        String example =
                example("nginx.conf", port, to, certificate).replace("listen 443 ", "listen 127.0.0.1:" + port + " ");
        return nginx(port, folder, example);
    }

    private static Proxy nginx(int port, Path folder, String example) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off;\npid %1$s/pid;\nerror_log %1$s/error.log;\nevents {}\nhttp {\naccess_log off;\n%2$s\n%3$s\n}\n"
                        .formatted(folder, temporaryFolders(folder), example));
        return start(port, folder, List.of("/usr/sbin/nginx", "-c", configuration.toString(), "-p", folder.toString()));
    }

    private static String temporaryFolders(Path folder) {
        StringBuilder all = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            all.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
        }
        return all.toString();
    }

    /** With a second version. */
    static Proxy grayNginx(int port, int stable, int canary, TestCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "nginx-");
        String example = gray("nginx-gray.conf", port, stable, canary, certificate)
                .replace("listen 443 ", "listen 127.0.0.1:" + port + " ");
        return nginx(port, folder, example);
    }

    /** With a second version. */
    static Proxy grayHaproxy(int port, int stable, int canary, TestCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "haproxy-");
        String example = gray("haproxy-gray.cfg", port, stable, canary, certificate)
                .replace("bind :443 ", "bind 127.0.0.1:" + port + " ");
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), example);
        return start(port, folder, List.of("/usr/sbin/haproxy", "-db", "-f", configuration.toString()));
    }

    private static String gray(String file, int port, int stable, int canary, TestCertificate certificate)
            throws IOException {
        return example(file, port, stable, certificate).replace("127.0.0.1:8081", "127.0.0.1:" + canary);
    }

    static Proxy haproxy(int port, int to, TestCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "haproxy-");
        String example =
                example("haproxy.cfg", port, to, certificate).replace("bind :443 ", "bind 127.0.0.1:" + port + " ");
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), example);
        return start(port, folder, List.of("/usr/sbin/haproxy", "-db", "-f", configuration.toString()));
    }

    static Proxy apache(int port, int to, TestCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "apache-");
        String example = example("apache.conf", port, to, certificate)
                .replace("<VirtualHost *:443>", "<VirtualHost 127.0.0.1:" + port + ">");
        StringBuilder all = new StringBuilder("ServerRoot " + folder
                + "\nPidFile pid\nErrorLog error.log\nServerName localhost\nListen 127.0.0.1:" + port + " https\n");
        for (String module : APACHE_MODULES) {
            all.append("LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(module));
        }
        Path configuration = Files.writeString(folder.resolve("apache.conf"), all.append(example));
        return start(port, folder, List.of("/usr/sbin/apache2", "-D", "FOREGROUND", "-f", configuration.toString()));
    }

    private static String example(String file, int port, int to, TestCertificate certificate) throws IOException {
        return Files.readString(EXAMPLES.resolve(file))
                .replace("127.0.0.1:8080", "127.0.0.1:" + to)
                .replace("/etc/ssl/clda", certificate.folder().toString());
    }

    private static Proxy start(int port, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve("out.log");
        Proxy proxy = new Proxy(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        try {
            Awaitility.await("the proxy; see " + log)
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> proxy.answers(port, log));
        } catch (RuntimeException e) {
            proxy.close();
            throw e;
        }
        return proxy;
    }

    private boolean answers(int port, Path log) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the proxy ended: " + Files.readString(log));
        }
        try (Socket connected = new Socket("127.0.0.1", port)) {
            return connected.isConnected();
        } catch (java.net.ConnectException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        workers.forEach(ProcessHandle::destroy);
    }
}
