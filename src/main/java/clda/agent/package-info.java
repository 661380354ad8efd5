/** One turn's work: ask the model, run the tools it asks for, repeat, within limits. Uses llm, tools, effects. */
@NullMarked
package clda.agent;

import org.jspecify.annotations.NullMarked;
