/** Events as CloudEvents over HTTP, signed as Standard Webhooks says. */
@NullMarked
package clda.events.webhook;

import org.jspecify.annotations.NullMarked;
