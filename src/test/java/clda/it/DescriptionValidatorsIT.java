package clda.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The descriptions are valid by validators that others have written. With {@code -Pedges}, and not tried where there is no npm.
 */
class DescriptionValidatorsIT {

    private static final Path WORK =
            Path.of(System.getProperty("clda.build", "target"), "validators").toAbsolutePath();
    private static final Path EDGES = Path.of(System.getProperty("clda.build", "target"), "openapi-generator");

    @BeforeAll
    static void install() throws Exception {
        assumeThat(EDGES).as("mvn -Pedges").exists();
        assumeThat(Npm.isThere()).as("npm is there").isTrue();
        Npm.install(
                WORK, "@redocly/cli@2.77.0", "@seriousme/openapi-schema-validator@2.11.0", "@asyncapi/parser@3.6.6");
        Files.copy(
                Path.of("src/main/resources/META-INF/openapi.json"),
                WORK.resolve("openapi.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of("docs/asyncapi.yaml"), WORK.resolve("asyncapi.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String run(String... command) throws Exception {
        Path log = WORK.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void theDescriptionOfTheRestApiIsValidByRedocly() throws Exception {
        assertThat(run("node_modules/.bin/redocly", "lint", "--extends=recommended", "openapi.json"))
                .contains("Your API description is valid");
    }

    @Test
    void theDescriptionOfTheRestApiIsValidByItsSchema() throws Exception {
        Files.writeString(
                WORK.resolve("rest.mjs"),
                """
                import { Validator } from "@seriousme/openapi-schema-validator";
                const result = await new Validator().validate("openapi.json");
                console.log(result.valid ? "VALID" : JSON.stringify(result.errors));
                """);

        assertThat(run("node", "rest.mjs")).contains("VALID");
    }

    @Test
    void theDescriptionOfTheSocketIsValidByItsParser() throws Exception {
        Files.writeString(
                WORK.resolve("socket.cjs"),
                """
                const { Parser } = require("@asyncapi/parser");
                const { readFileSync } = require("fs");
                new Parser().parse(readFileSync("asyncapi.yaml", "utf8")).then(({ document, diagnostics }) => {
                  const errors = diagnostics.filter((one) => one.severity === 0);
                  console.log(document && errors.length === 0 ? "VALID" : JSON.stringify(errors));
                });
                """);

        assertThat(run("node", "socket.cjs")).contains("VALID");
    }
}
