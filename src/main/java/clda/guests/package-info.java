/**
 * What is added to the server from outside: each guest with its skills, training data, pages, texts, tables, accounts and examples
 * of the API.
 */
@AppModule(uses = {"json", "nlu", "security", "skills", "store"})
@NullMarked
package clda.guests;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
