package clda.web.rest;

import clda.metrics.Scrape;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The metrics of this node, for Prometheus. */
@Path("metrics")
@RequestScoped
@Tag(name = "System")
public class MetricsResource {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    @Inject
    private Scrape scrape;

    @GET
    @Produces({MediaType.TEXT_PLAIN, OPEN_METRICS})
    @Operation(
            operationId = "getMetrics",
            summary = "Metrics of this node for Prometheus, for administrators or with the scrape token as the bearer")
    @APIResponse(
            responseCode = "200",
            description = "Prometheus text 0.0.4, or OpenMetrics if that is asked for",
            content = {
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)),
                @Content(mediaType = OPEN_METRICS, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "403")
    public Response get(@Context HttpHeaders headers) {
        Scrape.Answer answer = scrape.answer(headers.getHeaderString(HttpHeaders.ACCEPT));
        return Response.ok(answer.body(), answer.type()).build();
    }
}
