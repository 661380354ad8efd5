/** What a transaction is made of, and who may write, without saying which technology does it. Uses nothing. */
@NullMarked
package clda.store;

import org.jspecify.annotations.NullMarked;
