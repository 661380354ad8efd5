package clda.web.rest;

import clda.web.ProblemJson;
import clda.web.faces.ProblemPage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Shows a page instead of a problem in JSON to users who open an export or an image in a browser and find that it is gone or
 * failed.
 */
@Provider
@ApplicationScoped
@Priority(PeopleProblems.AFTER_ALL_OTHERS)
public class PeopleProblems implements ContainerResponseFilter {

    /** Filters of answers with a higher priority come first. */
    static final int AFTER_ALL_OTHERS = 1;

    @Inject
    private ProblemPage page;

    @Context
    private HttpServletRequest client;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MediaType type = response.getMediaType();
        boolean problem = type != null && ProblemJson.MEDIA_TYPE.equals(type.getType() + "/" + type.getSubtype());
        // Browsers say so when a person opens an address, and pages cannot.
        boolean opened = "document".equals(request.getHeaderString("Sec-Fetch-Dest"));
        if (problem && opened && request.getMethod().equals("GET")) {
            response.getHeaders().putSingle("Content-Security-Policy", ProblemPage.POLICY);
            response.setEntity(
                    page.html(response.getStatus(), client.getContextPath()),
                    new Annotation[0],
                    MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
        }
    }
}
