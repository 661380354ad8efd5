package clda.security.limits;

/** An interface of the server with its own rates; the constant is its name in properties. */
public enum Door {
    /** Pages, their files, and everything that belongs to none of the others. */
    page,
    /** {@code /api/v1}. */
    rest,
    /** The endpoints of a Rasa server: {@code /model} and {@code /webhooks}. */
    rasa,
    /** Messages over a WebSocket. */
    socket,
    /** Uploaded images. */
    upload,
    /** Attempts to sign in, successful or not, over REST and the page. */
    login
}
