package clda.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that OpenAPI Generator makes of the served description, unchanged, do what a client is for. The profile {@code edges}
 * fetches the generator; that of TypeScript is not tried where there is no npm.
 *
 * <p>An event is one of many types ({@code oneOf}), told apart by its member {@code type}: in TypeScript a union that the compiler
 * narrows, in Java a wrapper whose content a {@code switch} takes apart.
 */
class GeneratedClientsIT {

    private static final Path GENERATOR =
            Path.of(System.getProperty("clda.build", "target"), "openapi-generator/openapi-generator-cli.jar");
    private static final Path CLIENTS = Path.of("src/test/resources/clients");
    private static final Path WORK = Path.of(System.getProperty("clda.build", "target"), "generated-clients")
            .toAbsolutePath();

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        assumeThat(GENERATOR).as("mvn -Pedges fetches the generator").exists();
        server = RunningServer.start("generated", Map.of());
        Files.createDirectories(WORK);
        Files.writeString(
                WORK.resolve("openapi.json"),
                Client.nobody(server)
                        .send("GET", "/openapi", null, Map.of("Accept", "application/json"))
                        .text());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String run(Path directory, String... command) throws Exception {
        Path log = WORK.resolve("log-" + command[0].replaceAll(".*/", "") + "-" + command.length + ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void generate(String language, Path target, String... options) throws Exception {
        Stream<String> command = Stream.concat(
                Stream.of(
                        java(),
                        "-jar",
                        GENERATOR.toAbsolutePath().toString(),
                        "generate",
                        "-i",
                        WORK.resolve("openapi.json").toString(),
                        "-g",
                        language,
                        "-o",
                        target.toString()),
                Stream.of(options));
        run(WORK, command.toArray(String[]::new));
    }

    private static void assertDoneByTheClient(String said) {
        assertThat(said)
                .contains("SAID completed Order **A-1001**")
                .contains("ASKED send_email bob@example.com")
                .contains("OPENED 1 true")
                .contains("DECIDED approve by alice")
                .contains("CALLED true");
    }

    @Test
    void oneInJavaSaysASentenceApprovesAMailAndReadsTheEvents() throws Exception {
        Path made = WORK.resolve("java");
        generate(
                "java",
                made,
                "--library",
                "native",
                "--additional-properties=openApiNullable=false,useJakartaEe=true,invokerPackage=generated,apiPackage=generated.api,modelPackage=generated.model",
                "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false");
        Path program = Files.copy(
                CLIENTS.resolve("JavaClient.java.txt"),
                made.resolve("JavaClient.java"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Path classes = Files.createDirectories(made.resolve("classes"));
        String classPath = System.getProperty("java.class.path");
        List<String> arguments;
        try (Stream<Path> sources = Files.walk(made.resolve("src/main/java"))) {
            arguments = Stream.concat(
                            Stream.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-cp",
                                    classPath,
                                    "-d",
                                    classes.toString(),
                                    program.toString()),
                            sources.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toList();
        }

        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        assertDoneByTheClient(run(
                made,
                java(),
                "-cp",
                classes + File.pathSeparator + classPath,
                "JavaClient",
                server.uri("").toString()));
    }

    @Test
    void oneInTypeScriptSaysASentenceApprovesAMailAndReadsTheEvents() throws Exception {
        assumeThat(Npm.isThere()).as("npm is there").isTrue();
        Path made = Files.createDirectories(WORK.resolve("typescript"));
        generate("typescript-fetch", made.resolve("generated"));
        Files.copy(
                CLIENTS.resolve("client.ts"),
                made.resolve("client.ts"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Npm.install(made, "typescript@5.9.3");

        run(
                made,
                made.resolve("node_modules/.bin/tsc").toString(),
                "--strict",
                "--skipLibCheck",
                "--target",
                "ES2022",
                "--module",
                "commonjs",
                "--lib",
                "ES2022,DOM",
                "--outDir",
                "out",
                "client.ts");
        assertDoneByTheClient(run(made, "node", "out/client.js", server.uri("").toString()));
    }
}
