/** Whether only what was meant is done, with the values that were said: thousands of sentences that are made of phrases. */
@NullMarked
package clda.meaning;

import org.jspecify.annotations.NullMarked;
