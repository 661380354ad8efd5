/** Search for conversations by their words, without opening them. */
@NullMarked
package clda.conversation.search;

import org.jspecify.annotations.NullMarked;
