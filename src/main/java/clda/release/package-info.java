/** Gray releases: which of two versions that run side by side runs which conversations, and when a new version is given up. */
@AppModule(uses = {"json", "store"})
@NullMarked
package clda.release;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
