package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets come from Secrets that somebody else has made; the chart knows their names alone. */
class HelmSecretsTest {

    private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|API_KEY|_SECRET|DB_USER).*");
    /** What could be a password, a token or a key: long, without anything by which people tell words apart. */
    private static final Pattern LIKE_A_SECRET = Pattern.compile("[A-Za-z0-9+_]{32,}");

    private static final Pattern DIGEST = Pattern.compile("(.*@)?(sha256:)?[0-9a-f]{64}");

    static Stream<HelmValues> combinations() {
        return HelmCombinations.ALL.stream();
    }

    private static List<String> texts(JsonNode tree) {
        List<String> all = new ArrayList<>();
        if (tree.isValueNode()) {
            all.add(tree.asText());
        }
        tree.forEach(part -> all.addAll(texts(part)));
        return all;
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void noDocumentHoldsASecret(HelmValues values) {
        List<HelmDocument> documents = HelmChart.documents(values);

        assertThat(documents).extracting(HelmDocument::kind).doesNotContain("Secret");
        assertThat(HelmVariables.of(documents).keySet())
                .noneMatch(name -> SECRET.matcher(name).matches());
        for (HelmDocument document : documents) {
            // Of public keys, which are none; the rules are texts of ours.
            if (!document.kind().equals("PrometheusRule") && !values.name().equals("a key of an identity provider")) {
                assertThat(texts(document.tree()))
                        .filteredOn(text -> !DIGEST.matcher(text).matches())
                        .noneMatch(text -> LIKE_A_SECRET.matcher(text).find());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatIsSecretAmongTheVariablesComesFromASecret(HelmValues values) {
        StatefulSet nodes = HelmDocument.nodes(HelmChart.documents(values));

        List<EnvVar> secret = nodes.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> SECRET.matcher(variable.getName()).matches())
                .toList();

        assertThat(secret).hasSizeGreaterThanOrEqualTo(2).allSatisfy(variable -> {
            assertThat(variable.getValue()).isNull();
            assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotEmpty();
            assertThat(variable.getValueFrom().getSecretKeyRef().getOptional()).isNull();
        });
    }

    @Test
    void theKeyOfAModelIsThePropertyThatTheServerLooksFor() {
        HelmValues values = HelmValues.SMALLEST.and(
                "a model",
                """
                secretProperties: [{property: clda.llm.smart.api-key, secret: clda-model, key: key}]
                networkPolicy: {models: {ports: [443]}}
                """);
        StatefulSet nodes = HelmDocument.nodes(HelmChart.documents(values));

        assertThat(nodes.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .filteredOn(variable -> variable.getName().equals("CLDA_LLM_SMART_API_KEY"))
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("clda-model");
                    assertThat(variable.getValueFrom().getSecretKeyRef().getKey())
                            .isEqualTo("key");
                });
    }

    @Test
    void bothKeysLieWhereTheServerLooksForThem() {
        List<HelmDocument> documents = HelmChart.documents(HelmValues.SMALLEST);
        StatefulSet nodes = HelmDocument.nodes(documents);

        List<String> files = nodes.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("keys"))
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .flatMap(source -> source.getSecret().getItems().stream())
                .map(item -> "/etc/clda/keys/" + item.getPath())
                .toList();

        assertThat(files).containsExactly("/etc/clda/keys/master-key.json", "/etc/clda/keys/token-key.json");
        assertThat(HelmVariables.of(documents)).containsEntry("CLDA_SECURITY_KEY_FILE", files.getFirst());
    }

    @Test
    void noDefaultValueIsOrCouldBeASecret() throws IOException {
        JsonNode defaults = HelmDocument.trees(Files.readString(HelmChart.FOLDER.resolve("values.yaml")))
                .getFirst();

        assertThat(texts(defaults))
                .noneMatch(text -> LIKE_A_SECRET.matcher(text).find());
        assertThat(List.of(
                        defaults.at("/database/secret/name"),
                        defaults.at("/keys/masterKey/secret"),
                        defaults.at("/keys/tokenKey/secret"),
                        defaults.at("/accounts/secret"),
                        defaults.at("/monitoring/token/secret"),
                        defaults.at("/tls/secret")))
                .allMatch(name -> name.isTextual() && name.asText().isEmpty());
    }

    @Test
    void aSecretInADocumentIsNoticed() {
        Map<String, String> planted =
                Map.of("token", "c2VjcmV0LXRva2VuLW9mLXNvbWVib2R5LWVsc2U=", "hex", "0f".repeat(20));

        assertThat(planted.values())
                .allMatch(text -> LIKE_A_SECRET.matcher(text).find());
        assertThat("CLDA_LLM_API_KEY").matches(SECRET);
        assertThat("CLDA_EVENTS_WEBHOOK_SECRET").matches(SECRET);
        assertThat("CLDA_SECURITY_KEY_FILE").doesNotMatch(SECRET);
    }
}
