package clda.web.rest;

import clda.conversation.ConversationLog;
import clda.conversation.EventCodec;
import clda.nlu.Interpreters;
import clda.nlu.Language;
import clda.nlu.LiveInterpreter;
import clda.nlu.MissedSentences;
import clda.nlu.MissedSentences.Missed;
import clda.nlu.local.CrossValidation;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingError;
import clda.nlu.training.Utterance;
import clda.security.KeyRing;
import clda.security.Role;
import clda.store.Listed;
import clda.store.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The data that the built-in understanding learns from, for administrators. */
@Path("nlu")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class NluResource {

    private static final int LONGEST = 2_000;

    /** Learning takes a processor for seconds. */
    private static final Semaphore LEARNING = new Semaphore(1);

    @Inject
    private Interpreters interpreters;

    @Inject
    private MissedSentences missed;

    @Inject
    private LabelledFile.Of labelled;

    @Inject
    private ConversationLog log;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "What was learned: its version, and the examples of each intent")
    public JsonNode learned() {
        administratorsOnly();
        return learned(interpreter().data());
    }

    private ObjectNode learned(TrainingData data) {
        Map<String, int[]> counts = new TreeMap<>();
        for (Utterance utterance : data.utterances()) {
            int language = Language.of(utterance.text()).ordinal();
            counts.computeIfAbsent(utterance.intent(), any -> new int[Language.values().length])[language]++;
        }
        ObjectNode answer =
                EventCodec.JSON.createObjectNode().put("version", interpreter().version());
        ArrayNode intents = answer.putArray("intents");
        counts.forEach((intent, examples) -> {
            ObjectNode one = intents.addObject().put("intent", intent);
            for (Language language : Language.values()) {
                one.put(language.name(), examples[language.ordinal()]);
            }
        });
        return answer;
    }

    @POST
    @Path("learn")
    @Operation(summary = "Read the files of the server and of my tenant again and learn them, without a restart")
    public JsonNode learn() {
        administratorsOnly();
        return alone(() -> {
            try {
                interpreters.learnAgain(current.get().tenant());
            } catch (TrainingError wrong) {
                throw new ApiProblem(422, String.valueOf(wrong.getMessage()));
            }
            return learned(interpreter().data());
        });
    }

    @POST
    @Path("check")
    @Operation(summary = "Learn five times without a fifth of the examples, and say what was taken for what")
    public JsonNode check() {
        administratorsOnly();
        return alone(() -> {
            CrossValidation checked = CrossValidation.of(interpreter().data());
            ObjectNode answer = EventCodec.JSON
                    .createObjectNode()
                    .put("sentences", checked.sentences())
                    .put("right", checked.right());
            answer.set("intents", EventCodec.JSON.valueToTree(checked.intents()));
            answer.set("taken", EventCodec.JSON.valueToTree(checked.taken()));
            answer.set("wrong", EventCodec.JSON.valueToTree(checked.wrong()));
            return answer;
        });
    }

    private static <T> T alone(java.util.function.Supplier<T> work) {
        if (!LEARNING.tryAcquire()) {
            throw new ApiProblem(409, "It is learning already.");
        }
        try {
            return work.get();
        } finally {
            LEARNING.release();
        }
    }

    @GET
    @Path("missed")
    @Operation(summary = "The newest sentences of my tenant that were not understood, or whose answer was not liked")
    public JsonNode missed(@QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        administratorsOnly();
        String tenant = current.get().tenant();
        Page<Listed<Missed>> page = missed.newest(tenant, Paging.position("before", before), Paging.limit(limit));
        List<Listed<Shown>> shown = page.items().stream()
                .flatMap(
                        row -> row.isDamaged() ? Stream.of(Listed.<Shown>damaged(row.position())) : shown(row).stream())
                .toList();
        return Paging.answer(page.with(shown), "id", NluResource::put).put("count", missed.count(tenant));
    }

    private record Shown(Missed missed, String text) {}

    private static void put(Shown shown, ObjectNode item) {
        item.put("id", shown.missed.id())
                .put("at", shown.missed.at().toString())
                .put("why", shown.missed.why().name())
                .put("text", shown.text);
    }

    /** Only of a conversation of that tenant, whatever the row of the missed sentence says. */
    private Optional<Listed<Shown>> shown(Listed<Missed> row) {
        try {
            return row.whole()
                    .flatMap(one -> log.view(
                            one.conversationId(),
                            conversation -> conversation.head().tenant().equals(one.tenant())
                                            && conversation.hasTurn(one.turnId())
                                    ? new Listed<>(
                                            row.position(),
                                            new Shown(
                                                    one,
                                                    conversation
                                                            .turn(one.turnId())
                                                            .text()))
                                    : Listed.<Shown>damaged(row.position())));
        } catch (KeyRing.Damaged e) {
            return Optional.of(Listed.damaged(row.position()));
        }
    }

    @POST
    @Path("missed/{id}/label")
    @Operation(
            summary = "Say what a sentence means: it becomes an example of my tenant, which is learned the next time")
    public Response label(@PathParam("id") String id, JsonNode body) {
        administratorsOnly();
        String intent = text(body, "intent");
        String example = text(body, "text");
        if (interpreter().data().utterances().stream()
                .noneMatch(utterance -> utterance.intent().equals(intent))) {
            throw new ApiProblem(400, "There is no intent " + intent + ".");
        }
        Missed one = find(id);
        try {
            labelled.tenant(current.get().tenant()).add(intent, example);
        } catch (TrainingError wrong) {
            throw new ApiProblem(422, String.valueOf(wrong.getMessage()));
        }
        missed.remove(one.tenant(), one.conversationId(), one.turnId());
        return Response.noContent().build();
    }

    @DELETE
    @Path("missed/{id}")
    @Operation(summary = "Nothing is to be learned from the sentence")
    public Response dismiss(@PathParam("id") String id) {
        administratorsOnly();
        Missed one = find(id);
        missed.remove(one.tenant(), one.conversationId(), one.turnId());
        return Response.noContent().build();
    }

    private Missed find(String id) {
        int between = id.indexOf('.');
        return Optional.of(id)
                .filter(known -> between > 0)
                .flatMap(known ->
                        missed.find(current.get().tenant(), known.substring(0, between), known.substring(between + 1)))
                .orElseThrow(() -> new ApiProblem(404, "There is no such sentence."));
    }

    private LiveInterpreter interpreter() {
        return interpreters.of(current.get().tenant());
    }

    private static String text(JsonNode body, String name) {
        JsonNode text = body.path(name);
        if (!text.isTextual() || text.asText().isBlank() || text.asText().length() > LONGEST) {
            throw new ApiProblem(400, "\"" + name + "\" is 1 to " + LONGEST + " characters of text.");
        }
        return text.asText();
    }

    private void administratorsOnly() {
        if (!current.get().is(Role.admin)) {
            throw new ApiProblem(403, "Only administrators may work on what is understood.");
        }
    }
}
