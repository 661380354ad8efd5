package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The chart carries the rules of {@code server-config/prometheus}, since it cannot read outside of its folder.
 * {@code -Dclda.helm=write} copies them anew.
 */
class HelmRulesTest {

    private static final Path RULES = Path.of("server-config/prometheus");
    private static final List<String> FILES = List.of("clda-recording.yml", "clda-alerts.yml");
    private static final HelmValues WITH_RULES = HelmValues.SMALLEST.and(
            "rules",
            """
            monitoring:
              token: {secret: clda-scrape}
              serviceMonitor: {enabled: true}
              rules: {enabled: true}
            networkPolicy: {scraper: [{podSelector: {}}]}
            """);

    @BeforeAll
    static void write() throws IOException {
        if (System.getProperty("clda.helm", "").equals("write")) {
            for (String file : FILES) {
                Files.copy(RULES.resolve(file), copy(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path copy(String file) {
        return HelmChart.FOLDER.resolve("rules").resolve(file);
    }

    @Test
    void theRulesOfTheChartAreThoseOfTheServer() {
        for (String file : FILES) {
            assertThat(copy(file)).hasSameTextualContentAs(RULES.resolve(file));
        }
    }

    @Test
    void whatIsInstalledIsEveryGroupAsItWasWritten() throws IOException {
        List<JsonNode> written = new ArrayList<>();
        for (String file : FILES) {
            HelmDocument.trees(Files.readString(RULES.resolve(file)))
                    .forEach(tree -> tree.path("groups").forEach(written::add));
        }
        List<JsonNode> installed = new ArrayList<>();
        HelmChart.documents(WITH_RULES).stream()
                .filter(document -> document.kind().equals("PrometheusRule"))
                .forEach(document -> document.tree().at("/spec/groups").forEach(installed::add));

        assertThat(written).hasSizeGreaterThan(5);
        assertThat(installed).isEqualTo(written);
    }

    @Test
    void theRulesLookForTheJobThatTheMonitorNames() throws IOException {
        List<RelabelConfig> named = HelmDocument.only(ServiceMonitor.class, HelmChart.documents(WITH_RULES))
                .getSpec()
                .getEndpoints()
                .getFirst()
                .getRelabelings();
        Matcher job = Pattern.compile("job=\"([^\"]+)\"").matcher(Files.readString(RULES.resolve("clda-alerts.yml")));

        assertThat(job.find()).isTrue();
        assertThat(named)
                .filteredOn(label -> "job".equals(label.getTargetLabel()))
                .extracting(RelabelConfig::getReplacement)
                .containsExactly(job.group(1));
    }

    @Test
    void twoVersionsAreToldApartByTheirArm() {
        HelmValues canary = WITH_RULES.and("an arm", "monitoring: {serviceMonitor: {arm: canary}}");

        assertThat(HelmDocument.only(ServiceMonitor.class, HelmChart.documents(canary))
                        .getSpec()
                        .getEndpoints()
                        .getFirst()
                        .getRelabelings())
                .extracting(label -> label.getTargetLabel() + "=" + label.getReplacement())
                .containsExactly("job=clda", "arm=canary");
    }
}
