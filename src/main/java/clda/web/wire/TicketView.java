package clda.web.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A ticket that opens one WebSocket.
 *
 * @param ticket to be sent as the subprotocol `ticket.<value>`
 * @param expiresAt when it ends
 */
@Schema(name = "Ticket")
public record TicketView(String ticket, Instant expiresAt) implements Body {}
