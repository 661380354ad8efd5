/** IP addresses and ranges, read from text. */
@AppModule
@NullMarked
package clda.net;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
