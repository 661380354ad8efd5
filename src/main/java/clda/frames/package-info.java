/**
 * What the person is in the middle of: which sentence answers a question, corrects an answer, digresses, comes back or gives
 * up, and what is asked next. Decides, with no words of its own and no model.
 */
@AppModule(uses = {"conversation", "effects", "nlu", "tools"})
@NullMarked
package clda.frames;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
