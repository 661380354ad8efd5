/** What each server needs and does that others do not, as data. Names no provider: those stand in {@code presets.yaml}. */
@NullMarked
package clda.llm.preset;

import org.jspecify.annotations.NullMarked;
