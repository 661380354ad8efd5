/** Chat Completions of OpenAI and of every server that speaks it: a MicroProfile REST client, typed by openai-java. */
@NullMarked
package clda.llm.openai;

import org.jspecify.annotations.NullMarked;
