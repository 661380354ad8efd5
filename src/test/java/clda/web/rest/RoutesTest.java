package clda.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Operations are told apart by the templates of their paths, whatever the paths are. */
class RoutesTest {

    @Path("conversations/{id}/")
    private static final class Some {
        @GET
        @Path("/events/{number: [0-9]+}")
        void one() {}

        @GET
        void all() {}
    }

    private static String template(String method) throws NoSuchMethodException {
        Method found = Some.class.getDeclaredMethod(method);
        return Routes.template(Some.class.getAnnotation(Path.class), found.getAnnotation(Path.class));
    }

    @Test
    void aTemplateIsThatOfTheClassAndTheMethodWithoutPatterns() throws NoSuchMethodException {
        assertThat(template("one")).isEqualTo("conversations/{id}/events/{number}");
        assertThat(template("all")).isEqualTo("conversations/{id}");
        assertThat(Routes.template(null, null)).isEmpty();
    }
}
