package clda.chart;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Environment variables of the nodes. */
final class HelmVariables {

    private HelmVariables() {}

    /** Those that the ConfigMap sets. */
    static Map<String, String> of(List<HelmDocument> documents) {
        return HelmDocument.only(ConfigMap.class, documents).getData();
    }

    /** The variable by which the server finds a property. */
    static String of(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
