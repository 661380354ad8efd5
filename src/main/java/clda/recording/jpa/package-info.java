/** Exchanges as rows, encrypted by conversation. */
@NullMarked
package clda.recording.jpa;

import org.jspecify.annotations.NullMarked;
