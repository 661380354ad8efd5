package clda.web.rasa;

import clda.web.rest.Bodies;
import clda.web.rest.CallerFilter;
import clda.web.rest.JsonTrees;
import clda.web.rest.Problems;
import clda.web.rest.RateFilter;
import clda.web.rest.Routes;
import clda.web.rest.StoreFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The JAX-RS application below {@code /model}. */
@ApplicationScoped
@ApplicationPath("/model")
public class ModelDoor extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                JsonTrees.class,
                Bodies.class,
                Routes.class,
                StoreFilter.class,
                CallerFilter.class,
                RateFilter.class,
                Problems.class,
                ParseResource.class);
    }
}
