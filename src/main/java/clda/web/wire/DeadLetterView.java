package clda.web.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event that the webhook has refused too often.
 *
 * @param type of the CloudEvent
 * @param at when it happened
 * @param tries how often it was sent
 * @param answer what came back last
 * @param setAsideAt when it was given up
 */
@Schema(name = "DeadLetter")
public record DeadLetterView(
        String id, String type, String conversationId, Instant at, int tries, String answer, Instant setAsideAt)
        implements Row {}
