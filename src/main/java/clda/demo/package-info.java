/** The sample business: orders, sales, mail, refunds, tickets. */
@AppModule(uses = {"conversation", "effects", "frames", "nlu", "security", "store", "tools"})
@NullMarked
package clda.demo;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
