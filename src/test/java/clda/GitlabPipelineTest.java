package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
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
    private static final Path RELEASE = Path.of(".ci/release");
    private static final Pattern PART = Pattern.compile("(?m)^ {2,4}([a-z0-9-]+)\\)");
    private static final Pattern PROFILE_OF_THE_POM =
            Pattern.compile("<profile>\\s*(?:<!--.*?-->\\s*)?<id>(\\w+)</id>", Pattern.DOTALL);
    private static final String ITS_PART = " \"$CI_JOB_NAME\"";
    private static final Set<String> OF_RELEASES = Set.of("canary", "promotion");
    private static final List<String> NO_JOBS = List.of("default", "stages", "variables", "workflow");
    private static final int NO_SUCH_PART = 64;
    private static final long MAX_SECONDS = 60;

    /** What GitLab sets. */
    private final Map<String, String> environment = new HashMap<>();

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
        isRunByTheJobsOfItsNames(SCRIPT, jobs(false), parts());
    }

    @Test
    void everyPartOfAReleaseIsRunByTheManualJobOfItsName() throws IOException {
        isRunByTheJobsOfItsNames(RELEASE, jobs(true), all(PART, Files.readString(RELEASE)));
        jobs(true)
                .forEach((name, job) ->
                        assertThat(String.valueOf(job.get("rules"))).as(name).contains("when=manual", "$CLDA_URL"));
    }

    private static void isRunByTheJobsOfItsNames(Path script, Map<String, Map<?, ?>> jobs, List<String> parts) {
        assertThat(jobs.keySet()).containsExactlyInAnyOrderElementsOf(parts);
        jobs.forEach((name, job) ->
                assertThat(String.valueOf(job.get("script"))).as(name).contains(script + ITS_PART));
        assertThat(script).isExecutable();
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
    void withoutANameTheReadmesCommandIsRunAndThenTheSuiteInsideTheOtherServerOnTheOtherStore() throws Exception {
        String other = mavenIsCalled("wildfly-postgresql").get(0);
        assertThat(namedBy("-Dit.test=", other)).contains("ContainerIT").hasSizeGreaterThan(1);

        assertThat(mavenIsCalled())
                .containsExactly("-B -ntp verify", other.replaceFirst("-Dit[.]test=\\S+", "-Dit.test=ContainerIT"));
    }

    @Test
    void whereTheProjectHasARegistryTheDefaultBranchPushesItsImages() throws Exception {
        // Given a registry, and the default branch
        program("mvn", "echo \"$*\" >> '" + machine.resolve("calls") + "'; cat \"$DOCKER_CONFIG/config.json\"");
        environment.putAll(Map.of(
                "CI_REGISTRY", "registry.example.com",
                "CI_REGISTRY_IMAGE", "registry.example.com/clda",
                "CI_REGISTRY_USER", "pipeline",
                "CI_REGISTRY_PASSWORD", "s3cret",
                "CI_COMMIT_SHORT_SHA", "0b6dc26f",
                "CI_COMMIT_BRANCH", "main",
                "CI_DEFAULT_BRANCH", "main"));

        // When an image is made
        List<String> calls = mavenIsCalled("image-wildfly");

        // Then it is pushed under the name of the commit, and the password is on no command line
        assertThat(calls)
                .containsExactly("-B -ntp package jib:build -Pimage,wildfly"
                        + " -Dclda.image.name=registry.example.com/clda -Dclda.image.version=0b6dc26f");
        String password = Base64.getEncoder().encodeToString("pipeline:s3cret".getBytes(StandardCharsets.UTF_8));
        assertThat(machine.resolve("said"))
                .hasContent("{\"auths\":{\"registry.example.com\":{\"auth\":\"" + password + "\"}}}");

        // And that of another branch is not
        environment.put("CI_COMMIT_BRANCH", "try");
        program("mvn", "echo \"$*\" >> '" + machine.resolve("calls") + "'");
        assertThat(mavenIsCalled("image-wildfly")).containsExactly("-B -ntp package -Pimage,wildfly");
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
        jobs(false).forEach((name, job) -> {
            assertThat(job.get("stage")).as(name).isIn((List<?>) pipeline.get("stages"));
            assertThat(job.get("image")).as(name).isNull();
        });
        jobs(true).forEach((name, job) -> {
            assertThat(job.get("stage")).as(name).isIn((List<?>) pipeline.get("stages"));
            assertThat(String.valueOf(job.get("image"))).as(name).matches("\\{name=[a-z/.-]+:\\d+\\.\\d+\\.\\d+.*");
        });
    }

    @Test
    void theDocumentNamesTheJobsOfEachStage() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (MatchResult row : Pattern.compile("(?m)^\\| (\\w+) \\| (`[^|]*) \\|")
                .matcher(section(Files.readString(Path.of("docs/CONTRIBUTING.md")), "## Pipeline"))
                .results()
                .toList()) {
            documented.put(row.group(1), new TreeSet<>(all(Pattern.compile("`([a-z0-9-]+)`"), row.group(2))));
        }
        Map<String, Set<String>> stages = new TreeMap<>();
        for (boolean ofReleases : new boolean[] {false, true}) {
            jobs(ofReleases).forEach((name, job) -> stages.computeIfAbsent(
                            String.valueOf(job.get("stage")), stage -> new TreeSet<>())
                    .add(name));
        }

        assertThat(documented).isEqualTo(stages);
    }

    private static String section(String document, String heading) {
        int begin = document.indexOf(heading + "\n");
        return document.substring(begin, document.indexOf("\n## ", begin));
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

    /** With what each has from those that it extends; those that release a version, or the others. */
    private static Map<String, Map<?, ?>> jobs(boolean ofReleases) throws IOException {
        Map<?, ?> pipeline = pipeline();
        Map<String, Map<?, ?>> jobs = new TreeMap<>();
        for (Object key : pipeline.keySet()) {
            String name = String.valueOf(key);
            if (!name.startsWith(".") && !NO_JOBS.contains(name)) {
                Map<?, ?> job = extended(pipeline, name);
                if (OF_RELEASES.contains(String.valueOf(job.get("stage"))) == ofReleases) {
                    jobs.put(name, job);
                }
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
        script.environment().keySet().removeIf(name -> name.startsWith("CI_"));
        script.environment().putAll(environment);
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
