/** The sample business: orders, sales, mail, refunds, tickets. Uses everything, and nothing uses it. */
@NullMarked
package clda.demo;

import org.jspecify.annotations.NullMarked;
