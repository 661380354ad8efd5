/** Presets: what each model server needs and does differently, as data. The code names no provider: those are in {@code presets.yaml}. */
@NullMarked
package clda.llm.preset;

import org.jspecify.annotations.NullMarked;
