/** Natural-language understanding: intent and slots, in Chinese and English. */
@AppModule(uses = {"conversation", "security", "store"})
@NullMarked
package clda.nlu;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
