package clda.web.rest;

import clda.llm.ModelCatalog;
import clda.llm.routing.ModelTroubles;
import clda.security.Role;
import clda.web.wire.ModelList;
import clda.web.wire.ModelTrouble;
import clda.web.wire.ModelView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The models that a conversation can choose. */
@Path("models")
@RequestScoped
@Tag(name = "Models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {

    @Inject
    private ModelCatalog catalog;

    @Inject
    private ModelTroubles troubles;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(
            operationId = "listModels",
            summary = "The models that can answer, in the order in which they stand in for each other")
    public ModelList list() {
        boolean admin = current.get().is(Role.ADMIN);
        return new ModelList(catalog.models().stream()
                .map(listed -> new ModelView(
                        listed.name(),
                        listed.model(),
                        listed.contextTokens(),
                        listed.capabilities(),
                        admin ? trouble(listed.name()) : null))
                .toList());
    }

    private @Nullable ModelTrouble trouble(String model) {
        return troubles.of(model)
                .map(told -> new ModelTrouble(told.reason(), told.detail(), told.words(), told.since()))
                .orElse(null);
    }
}
