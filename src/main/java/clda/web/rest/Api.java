package clda.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST API. */
@ApplicationScoped
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "CLDA",
                        version = "1",
                        description = "Conversations with an agent that acts.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(securitySchemeName = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                JsonTrees.class,
                Bodies.class,
                Routes.class,
                StoreFilter.class,
                CallerFilter.class,
                RateFilter.class,
                PeopleProblems.class,
                IdempotencyFilter.class,
                Problems.class,
                ArmFilter.class,
                LoginResource.class,
                ConversationsResource.class,
                TurnsResource.class,
                EventsResource.class,
                ApprovalsResource.class,
                EffectsResource.class,
                AuditResource.class,
                DeadLettersResource.class,
                ReleaseResource.class,
                TasksResource.class,
                SchedulesResource.class,
                ImagesResource.class,
                MemoryResource.class,
                ModelsResource.class,
                MySettingsResource.class,
                RecordingResource.class,
                ToolsResource.class,
                UsageResource.class,
                NluResource.class,
                SystemResource.class,
                MetricsResource.class);
    }

    /** What was asked for, below the address of the API and without a slash around it. */
    static String path(ContainerRequestContext request) {
        return request.getUriInfo().getPath().replaceAll("^/|/$", "");
    }
}
