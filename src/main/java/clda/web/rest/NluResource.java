package clda.web.rest;

import clda.nlu.Language;
import clda.nlu.Workbench;
import clda.nlu.Workbench.Knowledge;
import clda.nlu.Workbench.Sentence;
import clda.nlu.local.CrossValidation;
import clda.nlu.training.TrainingError;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Listed;
import clda.store.Page;
import clda.web.wire.Checked;
import clda.web.wire.DamagedRow;
import clda.web.wire.IntentCount;
import clda.web.wire.LabelRequest;
import clda.web.wire.Learned;
import clda.web.wire.MissedPage;
import clda.web.wire.MissedSentence;
import clda.web.wire.Mistaken;
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
import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The training data of the built-in understanding, for administrators. */
@Path("nlu")
@RequestScoped
@Tag(name = "Understanding")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class NluResource {

    private static final int LONGEST = 2_000;

    @Inject
    private Workbench workbench;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "getLearned", summary = "What was learned: its version, and the examples of each intent")
    @APIResponseSchema(value = Learned.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public Learned learned() {
        return view(workbench.learned(tenant()));
    }

    private static Learned view(Knowledge knowledge) {
        return new Learned(
                knowledge.version(),
                knowledge.intents().stream()
                        .map(examples -> new IntentCount(
                                examples.intent(),
                                examples.count().getOrDefault(Language.EN, 0),
                                examples.count().getOrDefault(Language.ZH, 0)))
                        .toList());
    }

    @POST
    @Path("learn")
    @Operation(
            operationId = "learnAgain",
            summary = "Retrain from the files of the server and of my tenant, without a restart")
    @APIResponseSchema(value = Learned.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    @APIResponse(responseCode = "422")
    public Learned learn() {
        String tenant = tenant();
        return answered(() -> view(workbench.learnAgain(tenant)));
    }

    @POST
    @Path("check")
    @Operation(operationId = "checkLearned", summary = "Cross-validate the examples, and return the confusion matrix")
    @APIResponseSchema(value = Checked.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public Checked check() {
        String tenant = tenant();
        return answered(() -> view(workbench.check(tenant)));
    }

    private static Checked view(CrossValidation checked) {
        return new Checked(
                checked.sentences(),
                checked.right(),
                checked.intents(),
                Arrays.stream(checked.taken())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                checked.wrong().stream()
                        .map(wrong -> new Mistaken(wrong.text(), wrong.intent(), wrong.takenFor()))
                        .toList());
    }

    @GET
    @Path("missed")
    @Operation(
            operationId = "listMissedSentences",
            summary = "The newest sentences of my tenant that were not understood, or whose answer was rated badly")
    @APIResponseSchema(value = MissedPage.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public MissedPage missed(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        String tenant = tenant();
        Page<Listed<Sentence>> page = workbench.newest(tenant, Paging.position("before", before), Paging.limit(limit));
        return new MissedPage(
                Paging.rows(page, NluResource::view, DamagedRow::new), Paging.next(page), workbench.count(tenant));
    }

    private static MissedSentence view(Sentence sentence) {
        return new MissedSentence(
                sentence.missed().id(),
                sentence.missed().at(),
                sentence.missed().why().word(),
                sentence.text());
    }

    @POST
    @Path("missed/{id}/label")
    @Operation(
            operationId = "labelMissedSentence",
            summary = "Label a sentence: it becomes an example of my tenant and takes effect after retraining")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "422")
    public Response label(@PathParam("id") String id, LabelRequest body) {
        String tenant = tenant();
        checkLength("intent", body.intent());
        checkLength("text", body.text());
        return found(answered(() -> workbench.label(tenant, id, body.intent(), body.text())));
    }

    @DELETE
    @Path("missed/{id}")
    @Operation(operationId = "dismissMissedSentence", summary = "Dismiss a sentence: nothing is to be learned from it")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "403")
    public Response dismiss(@PathParam("id") String id) {
        return found(workbench.dismiss(tenant(), id));
    }

    private static Response found(boolean there) {
        if (!there) {
            throw new ApiProblem(404, "There is no such sentence.");
        }
        return Response.noContent().build();
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (Workbench.Occupied e) {
            throw new ApiProblem(409, "Training is already running.");
        } catch (Workbench.UnknownIntent e) {
            throw new ApiProblem(400, "There is no intent " + e.getMessage() + ".");
        } catch (TrainingError wrong) {
            throw new ApiProblem(422, String.valueOf(wrong.getMessage()));
        }
    }

    private static void checkLength(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new ApiProblem(400, "\"" + name + "\" must be 1 to " + LONGEST + " characters.");
        }
    }

    /** Of the caller, who has to be an administrator. */
    private String tenant() {
        Caller caller = current.get();
        if (!caller.is(Role.ADMIN)) {
            throw new ApiProblem(403, "Only administrators may use the workbench.");
        }
        return caller.tenant();
    }
}
