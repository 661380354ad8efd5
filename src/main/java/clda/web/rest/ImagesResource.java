package clda.web.rest;

import clda.conversation.ImageRef;
import clda.conversation.ImageStore;
import clda.dialogue.Images;
import clda.security.Caller;
import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import clda.web.TooMuch;
import clda.web.wire.ImageView;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The images of a conversation: uploaded first, then shown with a message. */
@Path("conversations/{id}/images")
@RequestScoped
@Tag(name = "Images")
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
    @Operation(
            operationId = "addImage",
            summary = "Upload an image, to be named by a turn; its type is detected from its content")
    @APIResponseSchema(value = ImageView.class, responseCode = "201")
    public Response add(
            @PathParam("id") String id,
            @RequestBody(
                            content = {
                                @Content(
                                        mediaType = "image/png",
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = "image/jpeg",
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = "image/gif",
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = "image/webp",
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
                            })
                    InputStream body,
            @Context UriInfo uri)
            throws IOException {
        Caller caller = current.get();
        rates.take(Door.UPLOAD, caller).ifPresent(wait -> {
            throw TooMuch.requests(wait);
        });
        ImageRef image;
        try (AtOnce.Held sending = atOnce.take(AtOnce.Kind.UPLOADS, caller.key())
                .orElseThrow(() -> new TooMuch(429, "You are sending too many images at once.", WHEN_ONE_ENDS))) {
            image = images.add(caller, id, JsonTrees.read(body, Images.LARGEST));
        }
        return Response.created(uri.getAbsolutePathBuilder().path(image.id()).build())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ImageView(image.id(), image.mediaType()))
                .build();
    }

    @GET
    @Path("{imageId}")
    @Operation(operationId = "getImage", summary = "Download an image, as it was uploaded")
    @APIResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = "image/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response get(@PathParam("id") String id, @PathParam("imageId") String imageId) {
        ImageStore.Stored stored = images.get(current.get(), id, imageId);
        return Response.ok(stored.bytes(), stored.image().mediaType())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, max-age=86400, immutable")
                .build();
    }
}
