/** The built-in interpreter: cues, then what a sentence is most like among the examples. */
@NullMarked
package clda.nlu.local;

import org.jspecify.annotations.NullMarked;
