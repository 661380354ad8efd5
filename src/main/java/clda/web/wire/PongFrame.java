package clda.web.wire;

/**
 * The answer to a ping.
 */
public record PongFrame(String type) implements Body {

    public static final PongFrame PONG = new PongFrame("pong");
}
