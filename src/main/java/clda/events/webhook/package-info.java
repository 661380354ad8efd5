/** Events as CloudEvents over HTTP, signed per Standard Webhooks. */
@NullMarked
package clda.events.webhook;

import org.jspecify.annotations.NullMarked;
