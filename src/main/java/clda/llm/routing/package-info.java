/**
 * Routing: which of the configured models is asked, and what happens when it fails: one layer of retries, circuit breakers,
 * the order of fallbacks. Uses llm only.
 */
@NullMarked
package clda.llm.routing;

import org.jspecify.annotations.NullMarked;
