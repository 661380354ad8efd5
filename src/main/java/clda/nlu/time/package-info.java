/** What expressions of time mean, in English and Chinese, given the time at which they are said. */
@NullMarked
package clda.nlu.time;

import org.jspecify.annotations.NullMarked;
