package clda.chart;

import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.APIVersionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server that keeps objects as the API server of Kubernetes does, for Helm and for a client: fabric8's mock server, to which is
 * added what Helm asks for beyond that, which kinds there are, and lists that name what they are lists of. Nothing runs on it.
 */
final class HelmCluster implements AutoCloseable {

    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final Path kubeConfig;

    private HelmCluster(KubernetesMockServer server, Path kubeConfig) {
        this.server = server;
        this.client = server.createClient();
        this.kubeConfig = kubeConfig;
    }

    static HelmCluster start() {
        KubernetesMockServer server =
                new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Api(), false);
        server.init();
        try {
            Path kubeConfig = Files.createTempFile("kubeconfig", ".yaml");
            Files.writeString(
                    kubeConfig,
                    """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: it, cluster: {server: "%s"}}]
                    users: [{name: it, user: {}}]
                    contexts: [{name: it, context: {cluster: it, user: it}}]
                    current-context: it
                    """
                            .formatted(server.url("/")));
            return new HelmCluster(server, kubeConfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeConfig() {
        return kubeConfig;
    }

    /** What there is of an object; null if there is none. */
    <T extends HasMetadata> T stored(T object, String namespace) {
        return client.resource(object).inNamespace(namespace).get();
    }

    /** The kinds and names of everything in a namespace that a chart may have made. */
    List<String> names(String namespace) {
        List<String> names = new ArrayList<>();
        for (Class<? extends HasMetadata> type : HelmDocument.TYPES.values()) {
            for (HasMetadata object : objects(type, namespace)) {
                names.add(object.getKind() + " " + object.getMetadata().getName());
            }
        }
        return names.stream().sorted().toList();
    }

    /** Where Helm keeps what it has installed. */
    List<Secret> releases(String namespace) {
        return List.copyOf(objects(Secret.class, namespace));
    }

    private <T extends HasMetadata> Collection<T> objects(Class<T> type, String namespace) {
        return client.resources(type).inNamespace(namespace).list().getItems();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
        HelmChart.delete(kubeConfig);
    }

    /** Answers what the mock server does not know, and hands on everything else. */
    private static final class Api extends Dispatcher {

        private static final String VERSION = "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v%s\"}";

        private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
        private final Map<String, String> known = new TreeMap<>();

        Api() {
            Map<String, List<APIResource>> byVersion = new TreeMap<>();
            HelmDocument.TYPES.values().forEach(type -> add(byVersion, type));
            add(byVersion, Secret.class);
            known.put("/version", VERSION.formatted(HelmChart.KUBERNETES));
            known.put(
                    "/api",
                    Serialization.asJson(
                            new APIVersionsBuilder().withVersions("v1").build()));
            known.put("/apis", groups(byVersion.keySet()));
            byVersion.forEach((version, resources) -> known.put(
                    (version.contains("/") ? "/apis/" : "/api/") + version,
                    Serialization.asJson(new APIResourceListBuilder()
                            .withGroupVersion(version)
                            .withResources(resources)
                            .build())));
        }

        private static void add(Map<String, List<APIResource>> byVersion, Class<? extends HasMetadata> type) {
            byVersion
                    .computeIfAbsent(HasMetadata.getApiVersion(type), any -> new ArrayList<>())
                    .add(new APIResourceBuilder()
                            .withKind(HasMetadata.getKind(type))
                            .withName(HasMetadata.getPlural(type))
                            .withSingularName(HasMetadata.getSingular(type))
                            .withNamespaced(true)
                            .withVerbs(VERBS)
                            .build());
        }

        private static String groups(Collection<String> versions) {
            APIGroupListBuilder groups = new APIGroupListBuilder();
            versions.stream()
                    .filter(version -> version.contains("/"))
                    .forEach(version -> groups.addToGroups(new APIGroupBuilder()
                            .withName(version.split("/")[0])
                            .addNewVersion(version, version.split("/")[1])
                            .withNewPreferredVersion(version, version.split("/")[1])
                            .build()));
            return Serialization.asJson(groups.build());
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            try {
                return answer(request);
            } catch (RuntimeException e) {
                // Whoever asks would wait for ever otherwise.
                return new MockResponse().setResponseCode(500).setBody(request + ": " + e);
            }
        }

        private MockResponse answer(RecordedRequest request) {
            String path = request.getPath().replaceAll("\\?.*", "");
            String answer = known.get(path);
            if (answer != null) {
                return json(new MockResponse().setResponseCode(200).setBody(answer));
            }
            MockResponse response = objects.dispatch(inJson(request));
            if (request.getMethod().equals("GET") && path.endsWith("/secrets")) {
                // Helm takes a List that does not say of what for an empty one.
                String list = response.getBody().readUtf8();
                response.setBody(list.replaceFirst("\"kind\":\"List\"", "\"kind\":\"SecretList\""));
            }
            return json(response);
        }

        /** The request as the mock server reads it. */
        private static RecordedRequest inJson(RecordedRequest request) {
            byte[] body = request.getBody().getBytes();
            boolean binary = String.valueOf(request.getHeader("Content-Type")).contains("protobuf");
            if (!binary || body.length == 0 || request.method() == HttpMethod.DELETE) {
                return request;
            }
            try {
                return new RecordedRequest(
                        request.getHttpVersion(),
                        request.method(),
                        request.getPath(),
                        request.getHeaders()
                                .newBuilder()
                                .setHeader("Content-Type", "application/json")
                                .build(),
                        new Buffer().writeUtf8(ReleaseSecret.json(body)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static MockResponse json(MockResponse response) {
            return response.setHeader("Content-Type", "application/json");
        }
    }
}
