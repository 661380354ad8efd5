/** What each word of a sentence is there for, and which words are there for nothing that is known. Uses nlu only. */
@NullMarked
package clda.nlu.account;

import org.jspecify.annotations.NullMarked;
