package clda.web.faces;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.annotation.FacesConfig;

/** Makes this a Faces application. */
@FacesConfig
@ApplicationScoped
public class FacesSettings {}
