/** Ollama's native chat API, which unlike its OpenAI-compatible API lets the caller set the context length. */
@NullMarked
package clda.llm.ollama;

import org.jspecify.annotations.NullMarked;
