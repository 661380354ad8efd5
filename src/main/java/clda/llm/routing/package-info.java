/**
 * Which of the configured models is asked, and what happens when it fails: one layer of retries, circuit breakers, the order in
 * which others stand in. Uses llm only.
 */
@NullMarked
package clda.llm.routing;

import org.jspecify.annotations.NullMarked;
