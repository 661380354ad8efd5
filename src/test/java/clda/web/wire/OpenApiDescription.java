package clda.web.wire;

import clda.json.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;

/**
 * The description of the REST API: operations and types as the annotations of MicroProfile OpenAPI say, meanings as the comments of
 * the records say, examples as they were recorded.
 */
final class OpenApiDescription {

    private static final List<String> PACKAGES =
            List.of("clda/web/rest", "clda/web/wire", "clda/conversation", "clda/dialogue");

    private OpenApiDescription() {}

    static ObjectNode make() throws IOException {
        ObjectNode document = scan();
        document.putArray("servers").addObject().put("url", "/").put("description", "the server that is asked");
        WireSchemas.refine(document);
        EventSchemas.of(EventSchemas.Constants.ENUM)
                .forEach((name, schema) ->
                        ((ObjectNode) document.path("components").path("schemas")).set(name, schema));
        new Operations(document, new RecordedExamples()).complete();
        ArrayNode tags = document.putArray("tags");
        document.path("paths").findValues("tags").stream()
                .map(names -> names.path(0).asText())
                .distinct()
                .sorted()
                .forEach(name -> tags.addObject().put("name", name));
        removeWhatIsNotReferredTo(document);
        return document;
    }

    private static void removeWhatIsNotReferredTo(ObjectNode document) {
        ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
        Set<String> used = new TreeSet<>(document.findValuesAsText("$ref"));
        List<String> unused = new ArrayList<>();
        schemas.fieldNames().forEachRemaining(name -> {
            if (!used.contains("#/components/schemas/" + name)) {
                unused.add(name);
            }
        });
        schemas.remove(unused);
        if (!unused.isEmpty()) {
            removeWhatIsNotReferredTo(document);
        }
    }

    private static ObjectNode scan() throws IOException {
        SmallRyeOpenAPI scanned = SmallRyeOpenAPI.builder()
                .withConfig(new SmallRyeConfigBuilder()
                        .withDefaultValues(Map.of(
                                "mp.openapi.scan.packages",
                                        String.join(",", PACKAGES).replace('/', '.'),
                                "mp.openapi.schema.com.fasterxml.jackson.databind.JsonNode",
                                        "{\"description\":\"any\"}",
                                "mp.openapi.schema.com.fasterxml.jackson.databind.node.ObjectNode",
                                        "{\"type\":\"object\"}"))
                        .build())
                .withIndex(index())
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableModelReader(false)
                .build();
        return (ObjectNode) Json.MAPPER.readTree(scanned.toJSON());
    }

    private static Index index() throws IOException {
        Indexer indexer = new Indexer();
        Path classes = Path.of(
                Body.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        for (String each : PACKAGES) {
            try (Stream<Path> files = Files.walk(classes.resolve(each))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".class")).toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        indexer.index(in);
                    }
                }
            }
        }
        return indexer.complete();
    }
}
