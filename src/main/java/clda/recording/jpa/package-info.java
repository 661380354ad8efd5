/** Exchanges in a relational database, encrypted per conversation. */
@NullMarked
package clda.recording.jpa;

import org.jspecify.annotations.NullMarked;
