/** The meaning of expressions of time, in English and Chinese, relative to the time at which they are said. */
@NullMarked
package clda.nlu.time;

import org.jspecify.annotations.NullMarked;
