/** The role of each word in a sentence, and which words have no known role. Uses nlu only. */
@NullMarked
package clda.nlu.account;

import org.jspecify.annotations.NullMarked;
