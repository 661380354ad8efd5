/** A Rasa server that understands sentences for this one. */
@NullMarked
package clda.nlu.rasa;

import org.jspecify.annotations.NullMarked;
