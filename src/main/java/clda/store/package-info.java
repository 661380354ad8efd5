/** What a transaction is made of, without saying which technology runs it. Uses nothing. */
@NullMarked
package clda.store;

import org.jspecify.annotations.NullMarked;
