/** The port to language models, and the choice between them. Uses tools and conversation. */
@NullMarked
package clda.llm;

import org.jspecify.annotations.NullMarked;
