/** Training data of an interpreter: Rasa's YAML, read and checked. Uses nothing else of this project. */
@NullMarked
package clda.nlu.training;

import org.jspecify.annotations.NullMarked;
