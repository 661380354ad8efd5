package clda.boot;

import clda.llm.ModelClient;
import clda.llm.routing.ModelRouter;
import org.jspecify.annotations.Nullable;

/**
 * The ways to a model.
 *
 * @param usual as people's sentences go
 * @param router to models by name; null if none is configured
 */
record ModelAccess(ModelClient usual, @Nullable ModelRouter router) {}
