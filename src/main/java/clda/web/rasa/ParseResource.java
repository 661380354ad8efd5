package clda.web.rasa;

import clda.json.Json;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter.Ranked;
import clda.nlu.Interpreters;
import clda.nlu.LiveInterpreter;
import clda.nlu.training.Utterance.Entity;
import clda.web.rest.ApiProblem;
import clda.web.rest.CurrentCaller;
import clda.web.wire.RulesInWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Interprets a sentence and answers as Rasa does ({@code POST /model/parse} of Rasa's HTTP API 3). */
@Path("parse")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ParseResource {

    private static final int LONGEST = 32_000;

    @Inject
    private Interpreters interpreters;

    @Inject
    private CurrentCaller current;

    @POST
    @Operation(summary = "What a sentence means, in the words of Rasa's HTTP API")
    public JsonNode parse(JsonNode body) {
        JsonNode text = body.path("text");
        if (!text.isTextual() || text.asText().isBlank()) {
            throw new ApiProblem(400, "\"text\" is missing.");
        }
        if (text.asText().length() > LONGEST) {
            throw new ApiProblem(413, "\"text\" is longer than " + LONGEST + " characters.");
        }
        ObjectNode answer = parsed(text.asText(), interpreters.of(current.get().tenant()));
        if (body.hasNonNull("message_id")) {
            answer.put("message_id", body.path("message_id").asText());
        }
        return answer;
    }

    private static ObjectNode parsed(String text, LiveInterpreter interpreter) {
        Interpretation understood = interpreter.interpret(text);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("text", text);
        ObjectNode intent = answer.putObject("intent");
        // Rasa's name for a sentence that was not understood.
        intent.put("name", understood.known() ? understood.intent() : "nlu_fallback");
        intent.put("confidence", understood.confidence());
        ArrayNode entities = answer.putArray("entities");
        for (Entity entity : interpreter.entities(text)) {
            ObjectNode one = entities.addObject()
                    .put("entity", entity.name())
                    .put("start", entity.start())
                    .put("end", entity.end())
                    .put("value", entity.value())
                    .put("extractor", "clda");
            Optional.ofNullable(entity.role()).ifPresent(role -> one.put("role", role));
            Optional.ofNullable(entity.group()).ifPresent(group -> one.put("group", group));
        }
        understood.slots().forEach((name, slot) -> {
            int start = text.indexOf(slot.raw());
            if (!slot.raw().isEmpty() && start >= 0 && !holds(entities, name)) {
                ObjectNode entity = entities.addObject()
                        .put("entity", name)
                        .put("start", start)
                        .put("end", start + slot.raw().length())
                        .put("value", slot.value())
                        .put("extractor", "clda");
                // Not of Rasa: for people who look at what was found.
                Optional.ofNullable(RulesInWords.of(slot.value()))
                        .ifPresent(words -> entity.set("words", Json.MAPPER.valueToTree(words)));
            }
        });
        ArrayNode ranking = answer.putArray("intent_ranking");
        if (understood.known()) {
            ranking.addObject().put("name", understood.intent()).put("confidence", understood.confidence());
        }
        for (Ranked ranked : interpreter.ranking(text)) {
            if (!ranked.intent().equals(understood.intent())) {
                ranking.addObject().put("name", ranked.intent()).put("confidence", ranked.confidence());
            }
        }
        return answer;
    }

    private static boolean holds(ArrayNode entities, String name) {
        for (JsonNode entity : entities) {
            if (entity.path("entity").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
