package clda.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A document that the chart makes.
 *
 * @param tree as it was rendered
 * @param object the same in the type of Kubernetes, Gateway API or Prometheus Operator
 */
record HelmDocument(JsonNode tree, HasMetadata object) {

    /** The types of all that the chart makes, by {@code apiVersion} and {@code kind}. */
    static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("gateway.networking.k8s.io/v1 BackendTLSPolicy", BackendTLSPolicy.class),
            Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper STRICT = strict();

    /** The types keep what they do not know in a map; without that map, an unknown field is an error. */
    private static ObjectMapper strict() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated member) {
                        return false;
                    }
                })
                .build();
        // Kubernetes takes no number for a text, and no text for a number.
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        for (LogicalType type : List.of(LogicalType.Integer, LogicalType.Boolean)) {
            mapper.coercionConfigFor(type).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        }
        return mapper;
    }

    /**
     * Reads all documents of a text.
     *
     * @throws IllegalArgumentException saying what in which document is none of Kubernetes'
     */
    static List<HelmDocument> all(String text) {
        List<HelmDocument> all = new ArrayList<>();
        for (JsonNode tree : trees(text)) {
            all.add(new HelmDocument(tree, typed(tree)));
        }
        return all;
    }

    static List<JsonNode> trees(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream()
                    .filter(tree -> tree != null && !tree.isNull() && !tree.isMissingNode())
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("not YAML: " + text, e);
        }
    }

    private static HasMetadata typed(JsonNode tree) {
        String type = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        Class<? extends HasMetadata> known = TYPES.get(type);
        if (known == null) {
            throw new IllegalArgumentException("nothing here knows " + type);
        }
        try {
            return STRICT.treeToValue(tree, known);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(type + ": " + e.getOriginalMessage() + " in " + tree, e);
        }
    }

    String kind() {
        return object.getKind();
    }

    String name() {
        return object.getMetadata().getName();
    }

    /** The stable nodes. */
    static StatefulSet nodes(List<HelmDocument> documents) {
        return only(
                StatefulSet.class,
                documents.stream()
                        .filter(document -> !document.name().endsWith("-canary"))
                        .toList());
    }

    /** The nodes of the canary. */
    static StatefulSet canary(List<HelmDocument> documents) {
        return only(
                StatefulSet.class,
                documents.stream()
                        .filter(document -> document.name().endsWith("-canary"))
                        .toList());
    }

    /** The one document of a type. */
    static <T extends HasMetadata> T only(Class<T> type, List<HelmDocument> documents) {
        List<T> found = documents.stream()
                .map(HelmDocument::object)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " documents are " + type.getSimpleName());
        }
        return found.getFirst();
    }
}
