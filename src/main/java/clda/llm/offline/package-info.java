/** Stands in for a language model: turns what the local interpreter understood into tool calls, questions and answers. */
@NullMarked
package clda.llm.offline;

import org.jspecify.annotations.NullMarked;
