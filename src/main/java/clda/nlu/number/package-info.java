/** Numbers and amounts of money in sentences, in Chinese and English, each taken whole or not at all. Uses nothing but {@code nlu}. */
@NullMarked
package clda.nlu.number;

import org.jspecify.annotations.NullMarked;
