/** Chat Completions, of OpenAI and of compatible servers, with requests typed by openai-java; and OpenAI's Responses API. */
@NullMarked
package clda.llm.openai;

import org.jspecify.annotations.NullMarked;
