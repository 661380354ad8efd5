/**
 * The dialogue that works without a language model. Skills are intents with the words for them; frames are what the user
 * is in the middle of: which sentence answers a question, corrects an answer, digresses, comes back or gives up, and what
 * is asked next. Skills answer alone, or keep a model on the rails of the frames.
 */
@AppModule(uses = {"agent", "conversation", "effects", "json", "llm", "nlu", "tools"})
@NullMarked
package clda.skills;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
