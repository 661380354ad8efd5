/** Chat Completions, of OpenAI and of every server that speaks it, its requests typed by openai-java; and Responses of OpenAI. */
@NullMarked
package clda.llm.openai;

import org.jspecify.annotations.NullMarked;
