package clda.web.rest;

import clda.conversation.ConversationLog.Subscription;
import clda.conversation.Turn;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.nlu.Workbench;
import clda.security.Caller;
import clda.web.OpenLines;
import clda.web.TurnNews;
import clda.web.wire.EditRequest;
import clda.web.wire.FeedbackRequest;
import clda.web.wire.SayRequest;
import clda.web.wire.TurnView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The turns of a conversation: saying something, and its outcome. */
@Path("conversations/{id}/turns")
@RequestScoped
@Tag(name = "Turns")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TurnsResource {

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,4})(?:$|[,;\\s])");
    private static final int MAX_SECONDS = 120;

    @Inject
    private DialogueManager dialogue;

    @Inject
    private Conversations conversations;

    @Inject
    private Workbench workbench;

    @Inject
    private CurrentCaller current;

    @Inject
    private OpenLines lines;

    @POST
    @Operation(operationId = "say", summary = "Say something; with Prefer: wait=SECONDS the answer is waited for")
    @APIResponse(
            responseCode = "200",
            description = "The turn, ended or waiting for a person",
            content = @Content(schema = @Schema(implementation = TurnView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The turn, as far as it is",
            content = @Content(schema = @Schema(implementation = TurnView.class)))
    @APIResponse(responseCode = "409")
    public void say(
            @PathParam("id") String id,
            SayRequest body,
            @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Suspended AsyncResponse answer) {
        Caller caller = current.get();
        String clientMessageId = body.clientMessageId();
        // A key that outlives a crash: the stored message is found again even if its answer was not stored.
        String messageId = clientMessageId != null || key == null ? clientMessageId : "key:" + key;
        String turnId = dialogue.say(caller, id, body.text(), body.shownImages(), messageId);
        int seconds = waitFor(prefer);
        if (seconds == 0) {
            answer.resume(accepted(caller, id, turnId));
        } else {
            current.mayWait(answer, "/api/v1/conversations/" + id + "/turns");
            answerWhenSettled(caller, id, turnId, seconds, answer);
        }
    }

    private static int waitFor(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        return wait.find() ? Math.min(MAX_SECONDS, Integer.parseInt(wait.group(1))) : 0;
    }

    private void answerWhenSettled(Caller caller, String id, String turnId, int seconds, AsyncResponse answer) {
        Subscription subscription = TurnNews.of(conversations, caller, id, turnId, () -> {
            if (!answer.isDone()) {
                answer.resume(Response.ok(turn(caller, id, turnId)).build());
            }
        });
        // A turn that goes on elsewhere is no longer waited for here.
        OpenLines.Line waiting = why -> {
            if (why == OpenLines.Why.LEAVING && !answer.isDone()) {
                answer.resume(accepted(caller, id, turnId));
            }
        };
        answer.register((jakarta.ws.rs.container.CompletionCallback) failure -> {
            lines.remove(waiting);
            subscription.close();
        });
        lines.add(waiting);
        answer.setTimeoutHandler(late -> late.resume(accepted(caller, id, turnId)));
        answer.setTimeout(seconds, TimeUnit.SECONDS);
    }

    private Response accepted(Caller caller, String id, String turnId) {
        return Response.accepted(turn(caller, id, turnId))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private TurnView turn(Caller caller, String id, String turnId) {
        return conversations.viewTurn(caller, id, turnId, turn -> TurnView.of(id, turn));
    }

    @GET
    @Path("{turnId}")
    @Operation(operationId = "getTurn", summary = "One turn")
    public TurnView get(@PathParam("id") String id, @PathParam("turnId") String turnId) {
        return turn(current.get(), id, turnId);
    }

    @POST
    @Path("{turnId}/cancel")
    @Operation(operationId = "cancelTurn", summary = "Cancel a turn")
    @APIResponseSchema(value = TurnView.class, responseCode = "202")
    @APIResponse(responseCode = "409")
    public Response cancel(@PathParam("id") String id, @PathParam("turnId") String turnId) {
        dialogue.cancel(current.get(), id, turnId);
        return accepted(current.get(), id, turnId);
    }

    @POST
    @Path("{turnId}/calls/{callId}/undo")
    @Operation(operationId = "undoCall", summary = "Undo a call, in a turn of its own")
    @APIResponseSchema(value = TurnView.class, responseCode = "202")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public Response undo(
            @PathParam("id") String id, @PathParam("turnId") String turnId, @PathParam("callId") String callId) {
        return accepted(current.get(), id, dialogue.undo(current.get(), id, turnId, callId));
    }

    @POST
    @Path("{turnId}/regenerate")
    @Operation(operationId = "regenerateTurn", summary = "Regenerate the answer, on a new branch")
    @APIResponseSchema(value = TurnView.class, responseCode = "202")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public Response regenerate(@PathParam("id") String id, @PathParam("turnId") String turnId) {
        return accepted(current.get(), id, dialogue.regenerate(current.get(), id, turnId));
    }

    @POST
    @Path("{turnId}/feedback")
    @Operation(operationId = "rateAnswer", summary = "Rate an answer; badly rated ones are listed in the workbench")
    @APIResponse(responseCode = "204", description = "Done")
    public Response feedback(@PathParam("id") String id, @PathParam("turnId") String turnId, FeedbackRequest body) {
        Caller caller = current.get();
        String said = conversations.viewTurn(caller, id, turnId, Turn::id);
        switch (body.rating()) {
            case DOWN -> workbench.disliked(caller.tenant(), id, said);
            case UP -> workbench.liked(caller.tenant(), id, said);
        }
        return Response.noContent().build();
    }

    @POST
    @Path("{turnId}/edit")
    @Operation(operationId = "editTurn", summary = "Edit what was said, on a new branch")
    @APIResponseSchema(value = TurnView.class, responseCode = "202")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public Response edit(@PathParam("id") String id, @PathParam("turnId") String turnId, EditRequest body) {
        return accepted(current.get(), id, dialogue.edit(current.get(), id, turnId, body.text()));
    }
}
