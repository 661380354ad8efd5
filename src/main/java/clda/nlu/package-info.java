/** Understands what a person wants: intent and slots, in Chinese and English. Uses conversation only. */
@NullMarked
package clda.nlu;

import org.jspecify.annotations.NullMarked;
