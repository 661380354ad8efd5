/** An interpreter that asks a Rasa server. */
@NullMarked
package clda.nlu.rasa;

import org.jspecify.annotations.NullMarked;
