/**
 * The lines of the log: which ids belong to a line, what of an exception is told, and how a line is written, for people or as
 * JSON. The application servers load the formatter themselves, so it uses nothing but Java.
 */
@AppModule(uses = {})
@NullMarked
package clda.logging;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
