/** The doors that a Rasa server has, for clients that were written for one. */
@NullMarked
package clda.web.rasa;

import org.jspecify.annotations.NullMarked;
