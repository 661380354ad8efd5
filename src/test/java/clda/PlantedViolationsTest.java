package clda;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@link ArchitectureTest} is broken by a class that is written for it: a rule that finds nothing is none. */
class PlantedViolationsTest {

    /** By rule: classes with their packages, which are compiled for the test. */
    private static final Map<String, List<String>> PLANTED = Map.ofEntries(
            entry(
                    "DECISIONS_KNOW_NO_SERVER",
                    List.of("package clda.agent; class Planted { jakarta.servlet.Servlet server; }")),
            entry("NOBODY_KNOWS_THE_DEMO", List.of("package clda.planted; class Planted { clda.demo.Orders orders; }")),
            entry(
                    "ONLY_JPA_PACKAGES_KNOW_ENTITY_MANAGERS",
                    List.of("package clda.planted; class Planted { jakarta.persistence.EntityManager entities; }")),
            entry(
                    "ROWS_STAY_WITH_THEIR_MODULE",
                    List.of(
                            "package clda.one.jpa; public class Row {}",
                            "package clda.other.jpa; class Planted { clda.one.jpa.Row row; }")),
            entry(
                    "ONLY_ONE_PLACE_KNOWS_THE_PROVIDERS_JSON",
                    List.of("package clda.planted; class Planted { com.openai.core.JsonValue value; }")),
            entry(
                    "ONLY_ONE_PLACE_KNOWS_TINK",
                    List.of("package clda.planted; class Planted { com.google.crypto.tink.Aead key; }")),
            entry(
                    "ONLY_METRICS_KNOWS_MICROMETER",
                    List.of("package clda.planted; class Planted { io.micrometer.core.instrument.Counter counter; }")),
            entry(
                    "TIME_COMES_FROM_A_CLOCK",
                    List.of(
                            "package clda.planted; class Planted { Object now() { return java.time.Instant.now(); } }")),
            entry("NO_EMPTY_NAMES", List.of("package clda.planted; class PlantedUtil {}")),
            entry(
                    "A_NAME_MEANS_ONE_THING",
                    List.of("package clda.one; class Planted {}", "package clda.other; class Planted {}")),
            entry("CONSTANTS_OF_ENUMS_ARE_UPPER_CASE", List.of("package clda.planted; enum Planted { lower }")),
            entry(
                    "ENTITIES_STAY_IN_THEIR_PACKAGE",
                    List.of("package clda.planted; @jakarta.persistence.Entity public class Planted {}")));

    @TempDir
    Path folder;

    static Stream<String> rules() {
        return Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ArchTest.class))
                .map(java.lang.reflect.Field::getName);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleFindsWhatBreaksIt(String name) throws Exception {
        assertThat(PLANTED).containsKey(name);
        ArchRule rule = (ArchRule) ArchitectureTest.class.getDeclaredField(name).get(null);

        JavaClasses planted = compiled(folder, PLANTED.get(name));

        assertThatThrownBy(() -> rule.check(planted)).isInstanceOf(AssertionError.class);
    }

    @Test
    void noneIsPlantedForARuleThatIsGone() {
        assertThat(rules()).containsExactlyInAnyOrderElementsOf(PLANTED.keySet());
    }

    static JavaClasses compiled(Path folder, List<String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", folder.resolve("classes").toString()));
        for (int i = 0; i < sources.size(); i++) {
            String source = sources.get(i);
            String type = source.replaceAll("(?s).*?class (\\w+).*", "$1");
            Path file = Files.createDirectories(folder.resolve("source" + i)).resolve(type + ".java");
            arguments.add(Files.writeString(file, source).toString());
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).as("javac").isZero();
        return new ClassFileImporter().importPath(folder.resolve("classes"));
    }
}
