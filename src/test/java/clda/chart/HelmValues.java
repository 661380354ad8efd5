package clda.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Values for the chart.
 *
 * @param name what they are, in a few words
 * @param texts in YAML; what a later one says counts more
 * @param kinds the kinds of documents that the chart makes of them, each as often as it occurs
 */
record HelmValues(String name, List<String> texts, List<String> kinds) {

    /** Without these the chart makes nothing. */
    static final HelmValues SMALLEST = new HelmValues(
            "the smallest",
            List.of(
                    """
            database:
              url: jdbc:postgresql://db:5432/clda
              secret: {name: clda-database}
            keys:
              masterKey: {secret: clda-keys}
              tokenKey: {secret: clda-keys}
            accounts: {secret: clda-accounts}
            """),
            List.of(
                    "ConfigMap",
                    "NetworkPolicy",
                    "PodDisruptionBudget",
                    "Service",
                    "Service",
                    "ServiceAccount",
                    "StatefulSet"));

    /** The same, and more. */
    HelmValues and(String name, String text, String... moreKinds) {
        List<String> allTexts = new ArrayList<>(texts);
        allTexts.add(text);
        List<String> allKinds = new ArrayList<>(kinds);
        allKinds.addAll(List.of(moreKinds));
        return new HelmValues(name, allTexts, allKinds);
    }

    HelmValues making(String kind) {
        List<String> allKinds = new ArrayList<>(kinds);
        allKinds.add(kind);
        return new HelmValues(name, texts, allKinds);
    }

    HelmValues without(String kind) {
        List<String> others = new ArrayList<>(kinds);
        others.remove(kind);
        return new HelmValues(name, texts, others);
    }

    List<String> sortedKinds() {
        return kinds.stream().sorted().toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
