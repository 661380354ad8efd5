package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong values are refused before anything is installed, with a sentence that names the value and says what is wrong. */
class HelmRefusalTest {

    private static String refusal(HelmValues values) {
        Throwable refused = catchThrowable(() -> HelmChart.rendered(values));
        assertThat(refused).as("refused").isNotNull();
        return String.valueOf(refused.getMessage());
    }

    /** By the schema: each value by itself. */
    static Stream<Arguments> wrongByThemselves() {
        return Stream.of(
                arguments("replicas: two", "/replicas", "got string, want integer"),
                arguments("replicas: 0", "/replicas", "minimum"),
                arguments("replica: 3", "", "'replica' not allowed"),
                arguments("image: {tag: 1.2}", "/image/tag", "got number, want string"),
                arguments("image: {digest: latest}", "/image/digest", "'latest' does not match pattern"),
                arguments("image: {pullPolicy: Sometimes}", "/image/pullPolicy", "'IfNotPresent', 'Always', 'Never'"),
                arguments("image: {repository: Registry/CLDA}", "/image/repository", "does not match pattern"),
                arguments("database: {url: localhost}", "/database/url", "'localhost' does not match pattern"),
                arguments(
                        "database: {certificateAuthority: {key: root.crt}}",
                        "/database/certificateAuthority",
                        "'key' not allowed"),
                arguments("database: {password: x}", "/database", "'password' not allowed"),
                arguments("keys: {masterKey: {value: x}}", "/keys/masterKey", "'value' not allowed"),
                arguments("accounts: {secret: My Accounts}", "/accounts/secret", "does not match pattern"),
                arguments("properties: {clda.node.leaze: PT6S}", "/properties", "'clda.node.leaze' not allowed"),
                arguments("properties: {clda.node.lease: 6s}", "/properties/clda.node.lease", "does not match pattern"),
                arguments("properties: {clda.limits.steps: many}", "/properties/clda.limits.steps", "want integer"),
                arguments("properties: {clda.nlu.route: fast}", "/properties/clda.nlu.route", "'local-only'"),
                arguments("properties: {clda.llm.provider: acme}", "/properties/clda.llm.provider", "'anthropic'"),
                arguments(
                        "properties: {clda.events.webhook.url: 'http://a.example'}",
                        "/properties/clda.events.webhook.url",
                        "does not match pattern"),
                arguments(
                        "secretProperties: [{property: clda.node.lease, secret: a, key: b}]",
                        "/secretProperties/0/property",
                        "does not match pattern"),
                arguments(
                        "secretProperties: [{property: clda.llm.api-key, secret: a}]",
                        "/secretProperties/0",
                        "missing property 'key'"),
                arguments("web: {hosts: ['*']}", "/web/hosts/0", "does not match pattern"),
                arguments("web: {hosts: ['https://chat.example.com']}", "/web/hosts/0", "does not match pattern"),
                arguments("web: {trustedProxies: [gateway]}", "/web/trustedProxies/0", "does not match pattern"),
                arguments("route: {affinity: ip}", "/route/affinity", "'cookie', 'elsewhere'"),
                arguments("route: {timeout: never}", "/route/timeout", "does not match pattern"),
                arguments("service: {port: 70000}", "/service/port", "maximum"),
                arguments("data: {volume: {accessMode: ReadWriteMany}}", "/data/volume/accessMode", "'ReadWriteOnce'"),
                arguments("resources: {limits: {memory: lots}}", "/resources/limits/memory", "does not match pattern"),
                arguments("stop: {serviceSeconds: 301}", "/stop/serviceSeconds", "maximum"),
                arguments("autoscaling: {cpu: 0}", "/autoscaling/cpu", "minimum"),
                arguments("disruption: {maxUnavailable: 0}", "/disruption/maxUnavailable", "minimum"),
                arguments("networkPolicy: {gateway: [{}]}", "/networkPolicy/gateway/0", "minProperties"),
                arguments("networkPolicy: {models: {ports: [https]}}", "/networkPolicy/models/ports/0", "want integer"),
                arguments("podAnnotations: {a: 1}", "/podAnnotations/a", "want string"));
    }

    @ParameterizedTest
    @MethodSource("wrongByThemselves")
    void aWrongValueIsRefusedByItsNameWithWhatIsWrong(String text, String place, String words) {
        assertThat(refusal(HelmValues.SMALLEST.and(text, text))).contains(place).contains(words);
    }

    /** By the templates: what does not go together. */
    static Stream<Arguments> wrongTogether() {
        return Stream.of(
                arguments("database: {url: ''}", "database.url is empty: it names the PostgreSQL that the nodes share"),
                arguments(
                        "database: {url: 'jdbc:postgresql://db/clda?ssl=true&password=hunter2'}",
                        "database.url holds a user or a password"),
                arguments("database: {secret: {name: ''}}", "database.secret.name is empty"),
                arguments("keys: {masterKey: {secret: ''}}", "keys.masterKey.secret is empty"),
                arguments("keys: {tokenKey: {secret: ''}}", "keys.tokenKey.secret is empty"),
                arguments("accounts: {secret: ''}", "nobody could sign in"),
                arguments(
                        "understanding: {claim: a, configMap: b}",
                        "understanding.claim and understanding.configMap are both set"),
                arguments(
                        "autoscaling: {enabled: true, minReplicas: 7, maxReplicas: 3}",
                        "autoscaling.minReplicas is larger than autoscaling.maxReplicas"),
                arguments("route: {enabled: true}", "route.parentRefs is empty"),
                arguments("route: {enabled: true}", "web.hosts is empty: the nodes would answer 421"),
                arguments("route: {enabled: true}", "web.trustedProxies is empty"),
                arguments("route: {enabled: true}", "networkPolicy.gateway is empty"),
                arguments(
                        "{tls: {secret: a}, monitoring: {serviceMonitor: {enabled: true}}}",
                        "tls.authority or tls.serverName is empty"),
                arguments("monitoring: {serviceMonitor: {enabled: true}}", "monitoring.token.secret is empty"),
                arguments("monitoring: {serviceMonitor: {enabled: true}}", "networkPolicy.scraper is empty"),
                arguments(
                        "properties: {clda.llm.base-url: 'https://llm.example.com'}",
                        "networkPolicy.models.ports is empty: a model is configured"),
                arguments(
                        "secretProperties: [{property: clda.llm.api-key, secret: a, key: b}]",
                        "networkPolicy.models.ports is empty"),
                arguments("networkPolicy: {database: {ports: []}}", "networkPolicy.database.ports is empty"),
                arguments("properties: {clda.mail.host: mail.example.com}", "networkPolicy.smtp.ports is empty"),
                arguments(
                        "properties: {clda.redis.url: 'rediss://redis.example.com'}",
                        "networkPolicy.others lets nobody out to port 6379: clda.redis.url is set, and the nodes could not"
                                + " reach it"),
                arguments(
                        "properties: {clda.kafka.bootstrap-servers: 'one.example.com:9092,other.example.com:9093'}",
                        "to port 9092: clda.kafka.bootstrap-servers is set"),
                arguments(
                        "properties: {clda.kafka.bootstrap-servers: 'one.example.com:9092,other.example.com:9093'}",
                        "to port 9093: clda.kafka.bootstrap-servers is set"),
                arguments(
                        "properties: {clda.events.webhook.url: 'https://events.example.com/clda'}",
                        "to port 443: clda.events.webhook.url is set"),
                arguments(
                        "properties: {clda.traces.endpoint: 'http://collector.example.com:4318/v1/traces'}",
                        "to port 4318: clda.traces.endpoint is set"),
                arguments(
                        "properties: {clda.nlu.rasa.url: 'http://rasa.example.com'}",
                        "to port 80: clda.nlu.rasa.url is set"),
                arguments(
                        "properties: {clda.rasa.actions.url: 'http://[fd00::7]:5055/webhook'}",
                        "to port 5055: clda.rasa.actions.url is set"),
                arguments(
                        "properties: {mp.jwt.verify.publickey.location: 'https://login.example.com/keys'}",
                        "to port 443: mp.jwt.verify.publickey.location is set"),
                arguments(
                        """
                        properties: {clda.redis.url: 'redis://redis.example.com'}
                        networkPolicy: {others: [{ports: [{protocol: UDP, port: 6379}, {port: 6380, endPort: 6390}]}]}
                        """,
                        "to port 6379: clda.redis.url is set"),
                arguments(
                        """
                        properties: {clda.events.webhook.url: 'https://events.example.com/clda'}
                        networkPolicy: {models: {to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [443]}}
                        """,
                        "to port 443: clda.events.webhook.url is set"),
                arguments(
                        "properties: {clda.llm.api-key: sk-hunter2}",
                        "clda.llm.api-key is a secret: name a Secret that holds it under secretProperties"),
                arguments("properties: {clda.events.webhook.secret: whsec_hunter2}", "webhook.secret is a secret"),
                arguments("properties: {clda.redis.password: hunter2}", "redis.password is a secret"),
                arguments(
                        "properties: {clda.nlu.rasa.url: 'https://me:hunter2@rasa.example.com'}",
                        "clda.nlu.rasa.url holds a user or a password in its address"),
                arguments("java: {options: -Dclda.llm.api-key=hunter2}", "java.options holds a secret"),
                arguments("properties: {clda.web.hosts: a.example}", "clda.web.hosts comes from the value web.hosts"),
                arguments(
                        "properties: {clda.data-dir: /tmp}", "clda.data-dir cannot be set: the image writes to /data"),
                arguments("properties: {clda.demo: true}", "clda.demo cannot be set: the demo does not run"),
                arguments("properties: {mp.config.profile: dev}", "mp.config.profile cannot be set"));
    }

    @ParameterizedTest
    @MethodSource("wrongTogether")
    void whatDoesNotGoTogetherIsRefusedInASentenceThatRepeatsNoSecret(String text, String sentence) {
        assertThat(refusal(HelmValues.SMALLEST.and(text, text)))
                .contains(sentence)
                .doesNotContain("hunter2");
    }

    @Test
    void everythingThatIsMissingIsSaidAtOnce() {
        HelmValues nothing = new HelmValues("nothing", List.of("{}"), List.of());

        assertThat(refusal(nothing))
                .contains(
                        "database.url is empty",
                        "database.secret.name is empty",
                        "keys.masterKey.secret is empty",
                        "keys.tokenKey.secret is empty",
                        "nobody could sign in");
    }

    @Test
    void anOlderKubernetesIsRefused() {
        HelmValues values = HelmValues.SMALLEST;

        assertThatThrownBy(() -> HelmChart.rendered(values, "1.28.0")).hasMessageContaining("kubeVersion");
        assertThat(HelmChart.rendered(values, "1.29.0")).contains("StatefulSet");
    }
}
