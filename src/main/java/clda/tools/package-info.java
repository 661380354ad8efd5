/** Tools: what can act, what a model is told about it, and which rules a call has to meet. */
@AppModule(
        uses = {"effects", "json", "security", "store"},
        opens = "bean")
@NullMarked
package clda.tools;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
