/** The sample business: orders, sales, mail, refunds, tickets. A guest that nothing else knows. */
@AppModule(uses = {"conversation", "effects", "frames", "guests", "nlu", "security", "store", "tools", "web"})
@NullMarked
package clda.demo;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
