/** Waiting approvals in a relational database. */
@NullMarked
package clda.dialogue.jpa;

import org.jspecify.annotations.NullMarked;
