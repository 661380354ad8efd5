package clda.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How an application server is started and asked how it is. */
interface ServerProduct {

    /** @param java options for the Java machine */
    List<String> command(List<String> java, ServerStore store, Path war, int port);

    /** @param what live or ready */
    URI health(int port, String what);

    /** {@code payara} or {@code wildfly}. */
    static ServerProduct named(String name, Path build, Path base, int managementPort) {
        return name.equals("wildfly")
                ? new WildFly(build, build.resolve("wildfly").toAbsolutePath(), base, managementPort)
                : new PayaraMicro(build);
    }

    private static List<String> java(Path build, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + build.resolve("server-lib/clda-listener.jar"));
        command.addAll(options);
        return command;
    }

    record PayaraMicro(Path build) implements ServerProduct {

        private static final String CONFIG = "server-config/payara/";

        @Override
        public List<String> command(List<String> java, ServerStore store, Path war, int port) {
            List<String> command = java(build, java);
            command.addAll(List.of(
                    "-jar",
                    build.resolve("server/payara-micro.jar").toString(),
                    "--deploy",
                    war.toString(),
                    "--contextRoot",
                    "/",
                    "--port",
                    String.valueOf(port),
                    "--nocluster",
                    "--addLibs",
                    build.resolve("server-lib").toString(),
                    "--prebootcommandfile",
                    CONFIG + "pre-boot.asadmin",
                    "--postbootcommandfile",
                    CONFIG + store.name() + ".asadmin",
                    "--postdeploycommandfile",
                    CONFIG + "post-deploy.asadmin"));
            if (java.stream().anyMatch(option -> option.startsWith("-Dclda.log.format="))) {
                command.addAll(List.of("--logproperties", CONFIG + "logging.properties"));
            }
            return command;
        }

        @Override
        public URI health(int port, String what) {
            return URI.create("http://localhost:" + port + "/health/" + what);
        }
    }

    /** @param base where this instance has its configuration, deployments and data */
    record WildFly(Path build, Path home, Path base, int managementPort) implements ServerProduct {

        @Override
        public List<String> command(List<String> java, ServerStore store, Path war, int port) {
            try {
                prepare(war);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> command = java(build, java);
            command.addAll(List.of(
                    "@server-config/wildfly/java.options",
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + base,
                    "-Djboss.http.port=" + port,
                    "-Djboss.management.http.port=" + managementPort,
                    "-jar",
                    home.resolve("jboss-modules.jar").toString(),
                    "-mp",
                    home.resolve("modules").toString(),
                    "org.jboss.as.standalone",
                    "-c",
                    "clda-" + store.name() + ".xml"));
            return command;
        }

        private void prepare(Path war) throws IOException {
            Path configuration = Files.createDirectories(base.resolve("configuration"));
            try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, configuration.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path deployments = Files.createDirectories(base.resolve("deployments"));
            Files.copy(war, deployments.resolve(war.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(deployments.resolve(war.getFileName() + ".dodeploy"), "");
        }

        @Override
        public URI health(int port, String what) {
            return URI.create("http://localhost:" + managementPort + "/health/" + what);
        }
    }
}
