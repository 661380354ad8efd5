/** The port to language models: what they are asked, what they answer, how they fail. Uses tools and conversation. */
@NullMarked
package clda.llm;

import org.jspecify.annotations.NullMarked;
