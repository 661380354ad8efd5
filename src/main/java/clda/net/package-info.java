/** IP addresses and ranges, read from text, and services that may be away. */
@AppModule
@NullMarked
package clda.net;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
