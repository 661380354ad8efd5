package clda.image;

import static org.assertj.core.api.Assertions.assertThat;

import clda.chart.HelmProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compose.yaml} names what there is: services, files, secrets, properties, and nothing reaches further than it has to. */
class ComposeTest {

    private static final ComposeFile COMPOSE = ComposeFile.read();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-[^}]*)?}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|api.?key).*");
    /** What docs/servers.md asks for beyond the time of service. */
    private static final int TO_LEAVE = 10;

    @TempDir
    Path folder;

    private static Map<?, ?> service(String name) {
        return COMPOSE.services().get(name);
    }

    @Test
    void twoNodesWithEverythingBesides() {
        assertThat(COMPOSE.services())
                .containsOnlyKeys(
                        "node1",
                        "node2",
                        "router",
                        "postgres",
                        "redis",
                        "kafka",
                        "mail",
                        "prometheus",
                        "alertmanager",
                        "grafana");
        assertThat(ComposeFile.environment(service("node1"))).isEqualTo(ComposeFile.environment(service("node2")));
    }

    @Test
    void onlyTheRouterCanBeReachedFromOutside() {
        COMPOSE.services()
                .forEach((name, service) ->
                        assertThat(service.containsKey("ports")).as(name).isEqualTo(name.equals("router")));
        assertThat(COMPOSE.services().values()).noneMatch(service -> service.containsKey("network_mode"));
    }

    @Test
    void everyServiceTellsHowItIsAndHasAVersionThatStays() {
        COMPOSE.services().forEach((name, service) -> {
            assertThat(service.get("healthcheck")).as(name).isNotNull();
            assertThat(String.valueOf(service.get("image")))
                    .as(name)
                    .matches("(?:[a-z/]+:v?\\d+\\.\\d+(?:\\.\\d+)?(?:-[a-z]+)?|\\$\\{CLDA_IMAGE:-clda:0\\.1\\.0})");
            assertThat(ComposeFile.texts(service, "security_opt")).as(name).containsExactly("no-new-privileges:true");
        });
    }

    @Test
    void noLogGrowsUntilTheDiskIsFull() {
        COMPOSE.services().forEach((name, service) -> {
            Map<?, ?> logging = (Map<?, ?>) service.get("logging");

            assertThat(logging).as(name).isNotNull();
            assertThat(logging.get("driver")).as(name).isEqualTo("json-file");
            assertThat(((Map<?, ?>) logging.get("options")).keySet().stream().map(String::valueOf))
                    .as(name)
                    .containsExactlyInAnyOrder("max-size", "max-file");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"node1", "node2"})
    void aNodeMayDoNothingThatItDoesNotNeed(String name) {
        Map<?, ?> node = service(name);

        assertThat(node.get("read_only")).isEqualTo(true);
        assertThat(ComposeFile.texts(node, "cap_drop")).containsExactly("ALL");
        assertThat(node.containsKey("user")).as("the image has one").isFalse();
        assertThat(ComposeFile.texts(node, "tmpfs")).singleElement().asString().startsWith("/tmp:");
        assertThat(ComposeFile.volumes(node)).containsExactly(Map.entry("/data", name));
    }

    @Test
    void nodesAreStartedAndAskedAsTheImageProvides() throws IOException {
        String image = Files.readString(Path.of("server-config/image/build.xml"));

        for (String name : List.of("node1", "node2")) {
            assertThat(ComposeFile.texts(service(name), "command")).containsExactly("@/clda/postgresql");
            assertThat(((Map<?, ?>) service(name).get("healthcheck")).get("test"))
                    .isEqualTo(List.of("CMD", "java", "@/clda/health"));
        }
        assertThat(image).contains("<options store=\"postgresql\">").contains("destfile=\"${clda}/health\"");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<JAVA_TOOL_OPTIONS>"
                        + ComposeFile.environment(service("node1"))
                                .get("JAVA_TOOL_OPTIONS")
                                .replace("-Dmp.config.profile=prod ", "")
                        + "</JAVA_TOOL_OPTIONS>");
    }

    @Test
    void aNodeHasTheTimeToLeaveThatItsStopTakes() {
        int grace = Integer.parseInt(
                String.valueOf(service("node1").get("stop_grace_period")).replace("s", ""));

        assertThat(grace).isGreaterThan(5 + TO_LEAVE);
    }

    @Test
    void whatANodeIsToldIsAPropertyOfTheServer() {
        List<String> known = Stream.concat(
                        HelmProperties.documented().stream(), Stream.of("clda.db.url", "clda.db.user"))
                .map(property -> property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .toList();

        assertThat(ComposeFile.environment(service("node1")).keySet())
                .filteredOn(name -> name.startsWith("CLDA_"))
                .hasSizeGreaterThan(10)
                .isSubsetOf(known);
    }

    @Test
    void aSecretOfANodeThatIsNamedAsAPropertyIsOne() {
        List<String> known = Stream.concat(HelmProperties.documented().stream(), Stream.of("clda.db.password"))
                .toList();

        assertThat(ComposeFile.mountedSecrets(service("node1")).values())
                .filteredOn(file -> file.startsWith("clda."))
                .containsExactlyInAnyOrder("clda.db.password", "clda.llm.api-key")
                .isSubsetOf(known);
        assertThat(ComposeFile.environment(service("node1"))).containsEntry("CLDA_SECRETS", "/run/secrets");
    }

    @Test
    void noSecretIsInTheEnvironment() {
        COMPOSE.services().forEach((service, definition) -> ComposeFile.environment(definition)
                .forEach((name, value) -> {
                    if (SECRET.matcher(name).matches() && !name.equals("CLDA_SECRETS")) {
                        assertThat(value).as(service + " " + name).startsWith("/run/secrets/");
                    }
                }));
        assertThat(ComposeFile.exampleEnvironment().keySet())
                .noneMatch(name -> SECRET.matcher(name).matches());
    }

    @Test
    void everySecretIsMountedSomewhereAndMadeByTheScript() {
        String script = ComposeFile.text("secrets.sh");

        assertThat(COMPOSE.services().values().stream()
                        .flatMap(service -> ComposeFile.mountedSecrets(service).keySet().stream())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(COMPOSE.names("secrets"));
        COMPOSE.secrets().forEach((name, secret) -> {
            Path file = Path.of(String.valueOf(secret.get("file")));
            assertThat(file.getParent()).as(name).isEqualTo(Path.of("./secrets"));
            assertThat(script).as(name).contains(file.getFileName().toString());
        });
    }

    @Test
    void whatIsMountedIsThere() {
        COMPOSE.services().forEach((name, service) -> {
            assertThat(ComposeFile.files(service).values())
                    .as(name)
                    .filteredOn(file -> !file.startsWith(ComposeFile.SECRETS))
                    .allSatisfy(file -> assertThat(file).exists());
            assertThat(ComposeFile.texts(service, "volumes"))
                    .as(name)
                    .filteredOn(volume -> volume.startsWith("."))
                    .allMatch(volume -> volume.endsWith(":ro"));
            assertThat(ComposeFile.volumes(service).values()).as(name).isSubsetOf(COMPOSE.names("volumes"));
            assertThat(ComposeFile.texts(service, "networks"))
                    .as(name)
                    .isNotEmpty()
                    .isSubsetOf(COMPOSE.names("networks"));
        });
    }

    @Test
    void aFileThatAServiceIsToldOfIsOneThatItSees() {
        COMPOSE.services().forEach((name, service) -> {
            List<String> seen = Stream.concat(
                            ComposeFile.files(service).keySet().stream(),
                            ComposeFile.mountedSecrets(service).values().stream()
                                    .map(file -> "/run/secrets/" + file))
                    .toList();
            assertThat(ComposeFile.environment(service).values())
                    .as(name)
                    .filteredOn(value -> value.matches("/(?:run/secrets|etc/clda)/.+"))
                    .allMatch(value ->
                            seen.stream().anyMatch(file -> Path.of(value).startsWith(file)));
        });
        assertThat(ComposeFile.text("kafka.properties"))
                .contains("ssl.keystore.location=/run/secrets/kafka.pem")
                .contains("ssl.truststore.location=/run/secrets/kafka-authority.pem");
        assertThat(ComposeFile.text("kafka-client.properties"))
                .contains("ssl.truststore.location=/run/secrets/kafka-authority.pem");
        assertThat(ComposeFile.text("prometheus.yml")).contains("credentials_file: /run/secrets/scrape-token");
    }

    /** An editor writes another file under the name of the first: a container to which one file was given keeps the first. */
    @ParameterizedTest
    @ValueSource(strings = {"node1", "node2"})
    void aNodeSeesChangedAccounts(String name) {
        Path accounts = Path.of(ComposeFile.environment(service(name)).get("CLDA_ACCOUNTS_FILE"));
        Path mounted = ComposeFile.files(service(name)).get(accounts.getParent().toString());

        assertThat(mounted).as("the folder is mounted").isEqualTo(ComposeFile.SECRETS.resolve("accounts"));
        assertThat(COMPOSE.names("secrets")).doesNotContain("accounts");
    }

    @Test
    void theScriptMakesWhatContainersCanReadAndOthersCannot() throws IOException, InterruptedException {
        Command.output(
                "cp",
                "-r",
                ComposeFile.FOLDER.toString(),
                folder.resolve("compose").toString());
        Path keys = Files.createDirectories(folder.resolve("data/keys"));
        for (String key : List.of("master-key.json", "token-key.json")) {
            Files.writeString(keys.resolve(key), "{}");
        }

        Command.output(
                folder.resolve("compose/secrets.sh").toString(),
                folder.resolve("data").toString());

        Path secrets = folder.resolve("compose/secrets");
        assertThat(rights(secrets)).isEqualTo("rwx------");
        assertThat(secrets.resolve("accounts/accounts")).isRegularFile();
        COMPOSE.secrets().values().forEach(secret -> assertThat(
                        folder.resolve("compose").resolve(String.valueOf(secret.get("file"))))
                .isRegularFile());
        try (Stream<Path> all = Files.walk(secrets).skip(1)) {
            assertThat(all).allSatisfy(file -> assertThat(rights(file))
                    .isEqualTo(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theFileOfTheEnvironmentHasEveryVariableAndNoOther() {
        Stream<String> used =
                VARIABLE.matcher(ComposeFile.text("compose.yaml")).results().map(found -> found.group(1));

        assertThat(Stream.concat(used, Stream.of("COMPOSE_PROFILES")).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        ComposeFile.exampleEnvironment().keySet());
    }

    @Test
    void whatRunsBesidesIsThereWithTheExample() {
        Map<String, String> example = ComposeFile.exampleEnvironment();

        assertThat(example.get("COMPOSE_PROFILES").split(","))
                .containsExactlyInAnyOrderElementsOf(COMPOSE.services().values().stream()
                        .flatMap(service -> ComposeFile.texts(service, "profiles").stream())
                        .toList());
        assertThat(example)
                .containsEntry("CLDA_REDIS_URL", "redis://redis:6379")
                .containsEntry("CLDA_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
                .containsEntry("CLDA_MAIL_HOST", "mail");
        assertThat(ComposeFile.text("kafka.properties")).contains("advertised.listeners=EVENTS://kafka:9092");
    }

    @Test
    void theRouterAndPrometheusKnowBothNodes() throws IOException {
        String router = Files.readString(Path.of("server-config/proxies/haproxy-nodes.cfg"));

        assertThat(router)
                .contains("server node1 node1:8080")
                .contains("server node2 node2:8080")
                .contains("bind :8443 ssl crt /run/secrets/router.pem")
                .contains("server grafana grafana:3000");
        assertThat(ComposeFile.text("prometheus.yml"))
                .contains("targets: [\"node1:8080\", \"node2:8080\"]")
                .contains("targets: [\"alertmanager:9093\"]");
        assertThat(ComposeFile.environment(service("node1")).get("CLDA_WEB_HOSTS"))
                .endsWith(",node1,node2");
        assertThat(ComposeFile.environment(service("node1")).get("CLDA_WEB_TRUSTED_PROXIES"))
                .isEqualTo("10.89.70.0/24");
        assertThat(ComposeFile.text("compose.yaml")).contains("{subnet: 10.89.70.0/24}");
    }

    @Test
    void haproxyItselfFindsNoFaultInItsConfiguration() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")), "haproxy is not installed");
        Path certificate = folder.resolve("router.pem");
        Command.output(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-keyout",
                certificate.toString(),
                "-out",
                folder.resolve("crt").toString());
        Files.writeString(certificate, Files.readString(certificate) + Files.readString(folder.resolve("crt")));
        Path configuration = Files.writeString(
                folder.resolve("haproxy.cfg"),
                Files.readString(Path.of("server-config/proxies/haproxy-nodes.cfg"))
                        .replace("/run/secrets/router.pem", certificate.toString()));

        Command.output("/usr/sbin/haproxy", "-c", "-f", configuration.toString());
    }

    @Test
    void nothingOfASecretIsKeptInTheRepository() throws IOException {
        assertThat(Files.readString(Path.of(".gitignore")).lines().map(String::strip))
                .contains("/server-config/compose/secrets/", "/server-config/compose/.env");
    }

    @Test
    void aMissingFileAndAnUnknownPropertyWouldBeNoticed() {
        ComposeFile planted = ComposeFile.of(
                """
                services:
                  node1:
                    environment: {CLDA_REDIS_URI: "redis://redis"}
                    volumes: ["./missing:/there:ro"]
                """);
        Map<?, ?> node = planted.services().get("node1");

        assertThat(ComposeFile.files(node).get("/there")).doesNotExist();
        assertThat(HelmProperties.documented()).doesNotContain("clda.redis.uri").contains("clda.redis.url");
        assertThat(VARIABLE.matcher("${A:-b}/${C}").results().map((MatchResult found) -> found.group(1)))
                .containsExactly("A", "C");
    }
}
