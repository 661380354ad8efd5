package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches the nodes, whom they reach, and what a gateway passes on. */
class HelmNetworkTest {

    static Stream<HelmValues> combinations() {
        return HelmCombinations.ALL.stream();
    }

    private static NetworkPolicy policy(HelmValues values) {
        return HelmDocument.only(NetworkPolicy.class, HelmChart.documents(values));
    }

    private static List<Integer> portsOut(HelmValues values) {
        return policy(values).getSpec().getEgress().stream()
                .map(NetworkPolicyEgressRule::getPorts)
                .flatMap(List::stream)
                .map(port -> port.getPort().getIntVal())
                .toList();
    }

    private static HTTPRouteRule rule(HelmValues values) {
        return HelmDocument.only(HTTPRoute.class, HelmChart.documents(values))
                .getSpec()
                .getRules()
                .getFirst();
    }

    @Test
    void nobodyReachesANodeUnlessTheValuesNameThem() {
        NetworkPolicy closed = policy(HelmValues.SMALLEST);

        assertThat(closed.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(closed.getSpec().getIngress()).isEmpty();
        assertThat(policy(HelmCombinations.everything()).getSpec().getIngress())
                .hasSize(2)
                .allSatisfy(rule -> {
                    assertThat(rule.getFrom()).isNotEmpty();
                    assertThat(rule.getPorts()).singleElement().satisfies(port -> assertThat(
                                    port.getPort().getStrVal())
                            .isEqualTo("web"));
                });
    }

    @Test
    void aNodeReachesNamesAndItsDatabaseAndWhatIsConfigured() {
        HelmValues more = HelmValues.SMALLEST.and(
                "more",
                """
                properties: {clda.llm.base-url: "https://llm.example.com/v1", clda.mail.host: mail.example.com}
                networkPolicy: {models: {ports: [443]}, smtp: {ports: [587]}}
                """);

        assertThat(portsOut(HelmValues.SMALLEST)).containsExactly(53, 53, 5432);
        assertThat(portsOut(more)).containsExactly(53, 53, 5432, 443, 587);
        assertThat(policy(HelmValues.SMALLEST).getSpec().getEgress().getFirst().getTo())
                .as("names are looked up at the cluster's server alone")
                .isNotEmpty();
    }

    /** What is refused without them is in {@link HelmRefusalTest}. */
    @Test
    void anySystemMayBeConfiguredThatTheRulesLetOutTo() {
        String systems =
                """
                properties:
                  clda.redis.url: redis://redis.caches.svc/1
                  clda.kafka.bootstrap-servers: "one.kafka.svc:9092, other.kafka.svc:9093"
                  clda.events.webhook.url: https://events.example.com:8443?of=clda
                """;

        for (String rules : List.of(
                "others: [{ports: [{port: 6379}, {port: 9090, endPort: 9099, protocol: TCP}, {port: 8443}]}]",
                "others: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]",
                "others: [{ports: [{port: https}]}]",
                "others: [{ports: [{protocol: TCP}]}]",
                "{models: {ports: [6379, 8443]}, others: [{ports: [{port: 9092}, {port: 9093}]}]}",
                "enabled: false")) {
            assertThat(HelmChart.rendered(
                            HelmValues.SMALLEST.and(rules, systems).and(rules, "networkPolicy:\n  " + rules)))
                    .as(rules)
                    .contains("CLDA_REDIS_URL");
        }
    }

    @Test
    void aKeySetInAFileNeedsNoRule() {
        assertThat(HelmChart.rendered(HelmValues.SMALLEST.and(
                        "a file", "properties: {mp.jwt.verify.publickey.location: /etc/trust/keys.json}")))
                .contains("MP_JWT_VERIFY_PUBLICKEY_LOCATION");
    }

    @Test
    void everyAddressThatTheChartTakesIsOneThatIsCompared() throws IOException {
        JsonNode properties = new ObjectMapper()
                .readTree(HelmChart.FOLDER.resolve("values.schema.json").toFile())
                .at("/definitions/properties/properties");
        String checks = Files.readString(HelmChart.FOLDER.resolve("templates/_checks.tpl"));

        assertThat(properties.properties())
                .extracting(Map.Entry::getKey)
                .filteredOn(property -> property.matches(".*\\.(url|endpoint|location|host|bootstrap-servers)"))
                .hasSizeGreaterThan(6)
                .allSatisfy(property -> assertThat(checks.substring(checks.indexOf("clda.checks.network\" -")))
                        .contains(property));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatSelectsNodesSelectsThoseOfThisRelease(HelmValues values) {
        List<HelmDocument> documents = HelmChart.documents(values);
        Map<String, String> ours = Map.of("app.kubernetes.io/name", "clda", "app.kubernetes.io/instance", "talk");

        for (HelmDocument document : documents) {
            JsonNode spec = document.tree().path("spec");
            if (HelmCanaryTest.isOfTheCanary(document)
                    || spec.at("/podSelector").has("matchExpressions")) {
                continue;
            }
            JsonNode selector =
                    switch (document.kind()) {
                        case "NetworkPolicy" -> spec.at("/podSelector/matchLabels");
                        case "PodDisruptionBudget", "StatefulSet" -> spec.at("/selector/matchLabels");
                        case "Service" -> spec.path("selector");
                        default -> null;
                    };
            if (selector != null) {
                assertThat(selector.properties())
                        .as("%s", document.kind())
                        .allSatisfy(label -> assertThat(ours)
                                .containsEntry(label.getKey(), label.getValue().asText()))
                        .hasSize(ours.size());
            }
        }
    }

    @Test
    void aRouteLeadsToTheServiceUnderTheNamesOfTheServer() {
        List<HelmDocument> documents = HelmChart.documents(HelmCombinations.everything());
        HTTPRoute route = HelmDocument.only(HTTPRoute.class, documents);
        List<Service> services = documents.stream()
                .map(HelmDocument::object)
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList();

        assertThat(String.join(",", route.getSpec().getHostnames()))
                .isEqualTo(HelmVariables.of(documents).get("CLDA_WEB_HOSTS"));
        assertThat(route.getSpec().getRules())
                .flatExtracting(HTTPRouteRule::getBackendRefs)
                .singleElement()
                .satisfies(target -> assertThat(services)
                        .filteredOn(service -> service.getMetadata().getName().equals(target.getName()))
                        .singleElement()
                        .satisfies(service -> assertThat(
                                        service.getSpec().getPorts().getFirst().getPort())
                                .isEqualTo(target.getPort())));
    }

    @Test
    void noHeaderOfAClientComesThroughThatANodeWouldBelieve() {
        assertThat(rule(HelmCombinations.everything()).getFilters())
                .flatExtracting(filter -> filter.getRequestHeaderModifier().getRemove())
                .containsExactlyInAnyOrder("Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix");
    }

    @Test
    void aRouteNeedsNothingExperimentalUnlessTheValuesAskForIt() {
        HelmValues cookie = HelmCombinations.everything().and("a cookie", "route: {affinity: cookie}");

        assertThat(rule(HelmCombinations.everything()).getSessionPersistence()).isNull();
        assertThat(rule(cookie).getSessionPersistence().getType()).isEqualTo("Cookie");
    }

    @Test
    void nothingEndsAnEventStreamOnItsWay() {
        assertThat(rule(HelmCombinations.everything()).getTimeouts().getRequest())
                .isEqualTo("0s");
    }

    @Test
    void withHttpsUpToTheNodesTheGatewayAndPrometheusCheckThem() {
        List<HelmDocument> documents = HelmChart.documents(HelmCombinations.everything());
        BackendTLSPolicy gateway = HelmDocument.only(BackendTLSPolicy.class, documents);
        ServiceMonitor scraper = HelmDocument.only(ServiceMonitor.class, documents);

        assertThat(gateway.getSpec().getValidation().getHostname()).isEqualTo("clda.agents.svc");
        assertThat(scraper.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getScheme()).isEqualToIgnoringCase("https");
            assertThat(endpoint.getTlsConfig().getServerName()).isEqualTo("clda.agents.svc");
            assertThat(endpoint.getTlsConfig().getInsecureSkipVerify()).isNull();
        });
    }

    @Test
    void prometheusAsksEachNodeWithTheTokenThatOpensTheMetrics() {
        HelmValues values = HelmCombinations.everything();
        List<HelmDocument> documents = HelmChart.documents(values);
        ServiceMonitor scraper = HelmDocument.only(ServiceMonitor.class, documents);

        Map<String, String> asked = scraper.getSpec().getSelector().getMatchLabels();
        assertThat(documents)
                .filteredOn(document -> document.kind().equals("Service"))
                .filteredOn(document ->
                        document.object().getMetadata().getLabels().entrySet().containsAll(asked.entrySet()))
                .extracting(HelmDocument::name)
                .containsExactly("talk-clda-nodes");
        assertThat(scraper.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo("/api/v1/metrics");
            assertThat(endpoint.getAuthorization().getCredentials().getName()).isEqualTo("clda-scrape");
        });
    }
}
