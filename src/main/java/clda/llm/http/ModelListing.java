package clda.llm.http;

import clda.json.Json;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks a server which models it has: a cheap question that shows whether its address and the key are right. */
public final class ModelListing {

    private static final int MAX_BODY = 4 << 20;

    private ModelListing() {}

    /**
     * @param ask how this kind of server is asked
     * @param patience for each wait
     * @return the names; empty if the server lists none
     * @throws ModelFailure if there is no list
     */
    public static List<String> of(
            URI address, Function<ModelsApi, Response> ask, String model, List<String> secrets, Duration patience) {
        try (Response answer = ask.apply(Endpoint.within(patience, address, ModelsApi.class));
                InputStream in = answer.readEntity(InputStream.class)) {
            JsonNode tree = Json.MAPPER.readTree(in.readNBytes(MAX_BODY));
            JsonNode list = tree == null || tree.isArray() ? tree : tree.path(tree.has("data") ? "data" : "models");
            if (list == null || !list.isArray()) {
                throw new ModelFailure(Reason.NOT_FOUND, "the answer is not a list of models");
            }
            List<String> names = new ArrayList<>();
            for (JsonNode one : list) {
                names.add(one.path(one.has("id") ? "id" : "name").asText());
            }
            return names;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new ModelFailure(Reason.NOT_FOUND, "the answer is not a list of models", e);
        } catch (IOException | RuntimeException e) {
            throw new Failures(model, secrets).of(e, "");
        }
    }
}
