/** The sample business: orders, sales, mail, refunds, tickets. No other module depends on this guest. */
@AppModule(uses = {"conversation", "effects", "guests", "json", "nlu", "security", "skills", "store", "tools", "web"})
@NullMarked
package clda.demo;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
