/** What an interpreter learns from: Rasa's YAML, read and checked. Uses nothing else of this project. */
@NullMarked
package clda.nlu.training;

import org.jspecify.annotations.NullMarked;
