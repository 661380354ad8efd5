package clda.boot;

import clda.agent.Responder;
import clda.llm.routing.ModelRouter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The responder, and the access to the models.
 *
 * @param usual the responder that answers people
 * @param router to models by name; null if none is configured
 * @param checks the checks of the models when the server starts
 */
record ModelAccess(Responder usual, @Nullable ModelRouter router, List<ModelCheck> checks) {}
