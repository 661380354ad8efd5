package clda.web.rest;

import clda.web.MeteredFilter;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Tells whoever measures which operation a request is of, by the template of its path. */
@Provider
public class Routes implements DynamicFeature {

    private static final int BEFORE_THE_STORE = StoreFilter.BEFORE_ALL_OTHERS - 1;

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        context.register(
                new Route(template(
                        resource.getResourceClass().getAnnotation(Path.class),
                        resource.getResourceMethod().getAnnotation(Path.class))),
                BEFORE_THE_STORE);
    }

    /** Without a slash before it, and with names in braces instead of patterns. */
    static String template(@Nullable Path ofClass, @Nullable Path ofMethod) {
        String joined = (ofClass == null ? "" : ofClass.value()) + "/" + (ofMethod == null ? "" : ofMethod.value());
        return joined.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("^/|/$", "");
    }

    private record Route(String template) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            request.setProperty(
                    MeteredFilter.ROUTE, request.getUriInfo().getBaseUri().getPath() + template);
        }
    }
}
