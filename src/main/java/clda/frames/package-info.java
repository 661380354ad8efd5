/**
 * Frames: what the user is in the middle of, which sentence answers a question, corrects an answer, digresses, comes back or
 * gives up, and what is asked next. They decide without words of their own and without a model.
 */
@AppModule(uses = {"conversation", "effects", "nlu", "tools"})
@NullMarked
package clda.frames;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
