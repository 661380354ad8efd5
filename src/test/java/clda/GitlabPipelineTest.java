package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * GitLab's jobs and the parts of {@code .ci/run} are the same, and name what there is. The script is run on a machine that has
 * everything, with a Maven that only writes down how it was called.
 */
class GitlabPipelineTest {

    private static final Path SCRIPT = Path.of(".ci/run");
    private static final Pattern PART = Pattern.compile("(?m)^    ([a-z0-9-]+)\\)");
    private static final Pattern PROFILE_OF_THE_POM =
            Pattern.compile("<profile>\\s*(?:<!--.*?-->\\s*)?<id>(\\w+)</id>", Pattern.DOTALL);
    private static final String RUNS_ITS_PART = ".ci/run \"$CI_JOB_NAME\"";
    private static final List<String> NO_JOBS = List.of("default", "stages", "variables", "workflow");
    private static final int NO_SUCH_PART = 64;
    private static final long MAX_SECONDS = 60;

    @TempDir
    Path machine;

    @BeforeEach
    void aMachineThatHasEverything() throws IOException {
        program("mvn", "echo \"$*\" >> '" + machine.resolve("calls") + "'");
        program("fc-list", "echo NotoSansCJK");
        for (String installed : List.of("chromium", "npm", "dpkg", "df")) {
            program(installed, "");
        }
        for (String installs : List.of("apt-get", "sudo")) {
            program(installs, "echo nothing is missing; exit 1");
        }
        Path script = machine.resolve("project").resolve(SCRIPT);
        Files.createDirectories(script.getParent());
        Files.copy(SCRIPT, script);
    }

    private void program(String name, String does) throws IOException {
        Path file = Files.createDirectories(machine.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void everyPartIsRunByTheJobOfItsName() throws IOException {
        Map<String, Map<?, ?>> jobs = jobs();

        assertThat(jobs.keySet()).containsExactlyInAnyOrderElementsOf(parts());
        jobs.forEach((name, job) ->
                assertThat(String.valueOf(job.get("script"))).as(name).contains(RUNS_ITS_PART));
        assertThat(SCRIPT).isExecutable();
    }

    @Test
    void aPartNamesProfilesAndTestsThatThereAre() throws Exception {
        List<String> profiles = all(PROFILE_OF_THE_POM, Files.readString(Path.of("pom.xml")));
        List<String> tests = namesOfTests();

        for (String part : parts()) {
            List<String> calls = mavenIsCalled(part);

            assertThat(calls).as(part).hasSize(1);
            assertThat(profiles).as(part).containsAll(namedBy("-P", calls.get(0)));
            assertThat(tests).as(part).containsAll(namedBy("-Dit.test=", calls.get(0)));
        }
        assertThat(namedBy("-P", mavenIsCalled("wildfly").get(0))).containsExactly("wildfly");
    }

    @Test
    void withoutANameTheReadmesCommandIsRunAndThenTheOtherServersAndStores() throws Exception {
        List<String> expected = new ArrayList<>(List.of("-B -ntp verify"));
        for (String part : List.of("payara-postgresql", "wildfly", "wildfly-postgresql", "payara7")) {
            expected.addAll(mavenIsCalled(part));
        }

        assertThat(mavenIsCalled()).isEqualTo(expected);
    }

    @Test
    void aNameThatIsNoPartRunsNothing() throws Exception {
        assertThat(run("wildfyl")).isEqualTo(NO_SUCH_PART);
        assertThat(machine.resolve("calls")).doesNotExist();
    }

    @Test
    void eachJobHasAStageAndOneImageThatStaysTheSame() throws IOException {
        Map<?, ?> pipeline = pipeline();

        assertThat(String.valueOf(((Map<?, ?>) pipeline.get("default")).get("image")))
                .matches("[a-z/.-]+:\\d+\\.\\d+\\.\\d+.*");
        jobs().forEach((name, job) -> {
            assertThat(job.get("stage")).as(name).isIn((List<?>) pipeline.get("stages"));
            assertThat(job.get("image")).as(name).isNull();
        });
    }

    private static List<String> parts() throws IOException {
        List<String> parts = all(PART, Files.readString(SCRIPT));
        assertThat(parts).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        return parts;
    }

    private static Map<?, ?> pipeline() throws IOException {
        return (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of(".gitlab-ci.yml")));
    }

    /** With what each has from those that it extends. */
    private static Map<String, Map<?, ?>> jobs() throws IOException {
        Map<?, ?> pipeline = pipeline();
        Map<String, Map<?, ?>> jobs = new TreeMap<>();
        for (Object key : pipeline.keySet()) {
            String name = String.valueOf(key);
            if (!name.startsWith(".") && !NO_JOBS.contains(name)) {
                jobs.put(name, extended(pipeline, name));
            }
        }
        return jobs;
    }

    private static Map<?, ?> extended(Map<?, ?> pipeline, String name) {
        Map<?, ?> own = (Map<?, ?>) pipeline.get(name);
        assertThat(own).as(name).isNotNull();
        if (!own.containsKey("extends")) {
            return own;
        }
        Map<Object, Object> whole = new TreeMap<>(extended(pipeline, String.valueOf(own.get("extends"))));
        whole.putAll(own);
        return whole;
    }

    private List<String> mavenIsCalled(String... part) throws Exception {
        Path calls = machine.resolve("calls");
        Files.deleteIfExists(calls);

        assertThat(run(part)).as("%s", List.of(part)).isZero();

        return Files.readAllLines(calls);
    }

    private int run(String... part) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                "bash",
                                machine.resolve("project").resolve(SCRIPT).toString()),
                        Stream.of(part))
                .toList();
        ProcessBuilder script = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(machine.resolve("said").toFile());
        script.environment().put("PATH", machine.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = script.start();
        assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The names behind an option, which commas separate. */
    private static List<String> namedBy(String option, String call) {
        return Stream.of(call.split(" "))
                .filter(argument -> argument.startsWith(option))
                .flatMap(argument ->
                        Stream.of(argument.substring(option.length()).split(",")))
                .toList();
    }

    private static List<String> namesOfTests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("IT.java"))
                    .map(file -> file.replace(".java", ""))
                    .toList();
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
