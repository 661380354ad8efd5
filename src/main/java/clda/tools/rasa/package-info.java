/** Actions of a Rasa action server as tools. */
@NullMarked
package clda.tools.rasa;

import org.jspecify.annotations.NullMarked;
