/** The built-in understanding in the role of a language model: it replaces one, or keeps one on the rails of the frames. */
@NullMarked
package clda.llm.offline;

import org.jspecify.annotations.NullMarked;
