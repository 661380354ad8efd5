package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventCodec;
import clda.kit.NodeJs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of the page's modules in {@code src/test/js}, run by Node.js. Not tried where there is none. */
class PageCodeTest {

    private static final Path TESTS = Path.of("src/test/js");

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
            JsonNode test = EventCodec.JSON.readTree(line);
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
}
