/** What a transaction is made of, and who may write, without saying which technology does it. */
@AppModule
@NullMarked
package clda.store;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
