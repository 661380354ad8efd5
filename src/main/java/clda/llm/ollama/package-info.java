/** Ollama's own chat, which unlike its OpenAI-compatible door lets the caller set how long the context is. */
@NullMarked
package clda.llm.ollama;

import org.jspecify.annotations.NullMarked;
