package clda.web.faces;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.annotation.FacesConfig;

/** Enables Faces for this application. */
@FacesConfig
@ApplicationScoped
public class FacesSettings {}
