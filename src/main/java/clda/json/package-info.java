/** JSON: one mapper for the whole project, the words of constants, and the canonical form that hashes are made of. */
@AppModule
@NullMarked
package clda.json;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
