/** The parts of a transaction, and who may write, independent of any technology. */
@AppModule(opens = "jpa")
@NullMarked
package clda.store;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
