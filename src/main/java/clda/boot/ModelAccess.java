package clda.boot;

import clda.llm.ModelClient;
import clda.llm.routing.ModelRouter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to reach a model.
 *
 * @param usual as people's sentences go
 * @param router to models by name; null if none is configured
 * @param checks what tries the models when the server starts
 */
record ModelAccess(ModelClient usual, @Nullable ModelRouter router, List<ModelCheck> checks) {}
