package clda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import clda.it.Npm;
import clda.json.Json;
import clda.kit.NodeJs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The page's scripts: the tests of modules in {@code src/test/js}, and what a linter and a type checker say of all of them. Not
 * tried where there is no Node.js; the last two need npm as well, which installs them once, below {@code node_modules}.
 */
class PageCodeTest {

    private static final Path TESTS = Path.of("src/test/js");
    private static final Path WANTED = Path.of("package-lock.json");
    private static final Path INSTALLED = Path.of("node_modules/.package-lock.json");

    @TestFactory
    Stream<DynamicTest> modules() throws IOException, InterruptedException {
        NodeJs.assumeInstalled();
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=./src/test/js/reporter.js"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        List<DynamicTest> tests = new ArrayList<>();
        NodeJs.Ended ended = NodeJs.run(command);
        for (String line :
                ended.said().lines().filter(said -> said.startsWith("{")).toList()) {
            JsonNode test = Json.MAPPER.readTree(line);
            Path file = Path.of(test.path("file").asText());
            tests.add(DynamicTest.dynamicTest(
                    file.getFileName() + ": " + test.path("name").asText(), file.toUri(), () -> assertThat(
                                    test.path("failed").asBoolean())
                            .as(test.path("why").asText())
                            .isFalse()));
        }
        // What no line tells of is found here.
        tests.add(DynamicTest.dynamicTest("all have passed", () -> {
            assertThat(tests).hasSizeGreaterThan(1);
            assertThat(ended.status()).as(ended.said()).isZero();
        }));
        return tests.stream();
    }

    @Test
    void theLinterFindsNothing() throws IOException, InterruptedException {
        assertSaysNothing("npm", "run", "--silent", "lint");
    }

    @Test
    void theTypesFit() throws IOException, InterruptedException {
        assertSaysNothing("npm", "run", "--silent", "types");
    }

    private static void assertSaysNothing(String... command) throws IOException, InterruptedException {
        NodeJs.assumeInstalled();
        assumeThat(Npm.isThere()).as("npm is installed").isTrue();
        install();
        NodeJs.Ended ended = NodeJs.run(command);
        assertThat(ended.said().strip()).isEmpty();
        assertThat(ended.status()).isZero();
    }

    private static void install() throws IOException, InterruptedException {
        boolean isDone = Files.exists(INSTALLED)
                && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(WANTED)) >= 0;
        if (!isDone) {
            NodeJs.Ended ended = NodeJs.run("npm", "ci", "--no-audit", "--no-fund", "--silent");
            assertThat(ended.status()).as("npm ci: " + ended.said()).isZero();
        }
    }
}
