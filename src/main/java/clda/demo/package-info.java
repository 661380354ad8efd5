/** The sample business: orders, sales, mail, refunds, tickets. A guest that nothing else knows. */
@AppModule(uses = {"conversation", "effects", "guests", "nlu", "security", "skills", "store", "tools", "web"})
@NullMarked
package clda.demo;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
