/** The built-in interpreter: cues and slot finders, no training. */
@NullMarked
package clda.nlu.local;

import org.jspecify.annotations.NullMarked;
