/** Conversations in a relational database, encrypted. */
@NullMarked
package clda.conversation.jpa;

import org.jspecify.annotations.NullMarked;
