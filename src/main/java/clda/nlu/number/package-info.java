/** Numbers and amounts of money in sentences, in Chinese and English, each read in full or not at all. Uses nlu only. */
@NullMarked
package clda.nlu.number;

import org.jspecify.annotations.NullMarked;
