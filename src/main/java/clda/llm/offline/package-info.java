/** The built-in understanding as a language model: it stands in for one, and keeps the talk of one on the rails of the frames. */
@NullMarked
package clda.llm.offline;

import org.jspecify.annotations.NullMarked;
