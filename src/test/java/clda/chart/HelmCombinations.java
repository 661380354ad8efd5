package clda.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The values with which the chart is tried: all combinations of what can be turned on and off, and for every other value
 * something that differs from its default.
 */
final class HelmCombinations {

    private static final String ROUTE =
            """
            web:
              hosts: [chat.example.com, "*.chat.example.com"]
              trustedProxies: [10.42.0.0/16, "fd00::/8"]
            route:
              enabled: true
              parentRefs: [{name: public, namespace: gateways, sectionName: https}]
            networkPolicy:
              gateway: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: gateways}}}]
            """;

    private static final String TLS =
            """
            tls: {secret: clda-tls, authority: clda-authority, serverName: clda.agents.svc}
            """;

    private static final String SCALING =
            """
            autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 9}
            """;

    private static final String MONITORING =
            """
            monitoring:
              token: {secret: clda-scrape}
              serviceMonitor: {enabled: true, labels: {release: prometheus}}
              rules: {enabled: true, labels: {release: prometheus}}
            networkPolicy:
              scraper: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
            """;

    private static final String OPEN = """
            networkPolicy: {enabled: false}
            """;

    private static final int SWITCHES = 5;

    /** All of them. */
    static final List<HelmValues> ALL = all();

    private HelmCombinations() {}

    private static List<HelmValues> all() {
        List<HelmValues> all = new ArrayList<>();
        for (int chosen = 0; chosen < 1 << SWITCHES; chosen++) {
            all.add(switched(chosen));
        }
        all.addAll(HelmFurtherValues.ALL);
        return List.copyOf(all);
    }

    /** Those switches whose bit is set. */
    private static HelmValues switched(int chosen) {
        HelmValues values = HelmValues.SMALLEST;
        boolean route = (chosen & 1) != 0;
        boolean tls = (chosen & 2) != 0;
        if (route) {
            values = values.and(values.name() + ", a route", ROUTE, "HTTPRoute");
        }
        if (tls) {
            values = values.and(values.name() + ", HTTPS", TLS);
        }
        if (route && tls) {
            values = values.making("BackendTLSPolicy");
        }
        if ((chosen & 4) != 0) {
            values = values.and(values.name() + ", scaling", SCALING, "HorizontalPodAutoscaler");
        }
        if ((chosen & 8) != 0) {
            values = values.and(values.name() + ", monitoring", MONITORING, "ServiceMonitor", "PrometheusRule");
        }
        if ((chosen & 16) != 0) {
            values = values.and(values.name() + ", no policy", OPEN).without("NetworkPolicy");
        }
        return values;
    }

    /** With everything turned on. */
    static HelmValues everything() {
        return switched(15);
    }
}
