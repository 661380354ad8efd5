/** Finding conversations by the words in them, without opening them. */
@NullMarked
package clda.conversation.search;

import org.jspecify.annotations.NullMarked;
