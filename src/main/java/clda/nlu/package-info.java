/** Natural-language understanding: intent and slots, in Chinese and English. */
@AppModule(
        uses = {"conversation", "json", "security", "store"},
        opens = {"account", "local", "number", "time", "training"})
@NullMarked
package clda.nlu;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
