/** Anthropic's Messages API: a MicroProfile REST client; checked against the types of anthropic-java in the tests. */
@NullMarked
package clda.llm.anthropic;

import org.jspecify.annotations.NullMarked;
