package clda.boot;

import clda.agent.Responder;
import clda.llm.routing.ModelRouter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers, and the ways to reach a model.
 *
 * @param usual what answers people
 * @param router to models by name; null if none is configured
 * @param checks what tries the models when the server starts
 */
record ModelAccess(Responder usual, @Nullable ModelRouter router, List<ModelCheck> checks) {}
