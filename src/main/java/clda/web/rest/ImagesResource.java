package clda.web.rest;

import clda.conversation.ConversationEvent.Image;
import clda.conversation.EventCodec;
import clda.conversation.ImageStore;
import clda.dialogue.Images;
import clda.security.Caller;
import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import clda.web.TooMuch;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Images of a conversation: taken in, then shown with what is said. */
@Path("conversations/{id}/images")
@RequestScoped
public class ImagesResource {

    private static final Duration WHEN_ONE_ENDS = Duration.ofSeconds(2);

    @Inject
    private Images images;

    @Inject
    private CurrentCaller current;

    @Inject
    private RateLimits rates;

    @Inject
    private AtOnce atOnce;

    @POST
    @Consumes({"image/png", "image/jpeg", "image/gif", "image/webp", MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take an image in, to be named by a turn; what it is its bytes tell")
    public Response add(@PathParam("id") String id, InputStream body, @Context UriInfo uri) throws IOException {
        Caller caller = current.get();
        rates.take(Door.upload, caller).ifPresent(wait -> {
            throw TooMuch.requests(wait);
        });
        Image image;
        try (AtOnce.Held sending = atOnce.take(AtOnce.Kind.UPLOADS, caller.key())
                .orElseThrow(() -> new TooMuch(429, "You are sending too many images at once.", WHEN_ONE_ENDS))) {
            image = images.add(caller, id, Json.read(body, Images.LARGEST));
        }
        return Response.created(uri.getAbsolutePathBuilder().path(image.id()).build())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity((JsonNode) EventCodec.JSON.valueToTree(image))
                .build();
    }

    @GET
    @Path("{imageId}")
    @Operation(summary = "An image, as it was taken in")
    public Response get(@PathParam("id") String id, @PathParam("imageId") String imageId) {
        ImageStore.Stored stored = images.get(current.get(), id, imageId);
        return Response.ok(stored.bytes(), stored.image().mediaType())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, max-age=86400, immutable")
                .build();
    }
}
