/** The built-in interpreter: cues first, then the most similar examples. */
@NullMarked
package clda.nlu.local;

import org.jspecify.annotations.NullMarked;
