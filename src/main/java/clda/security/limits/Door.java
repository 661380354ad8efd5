package clda.security.limits;

/** An interface of the server with its own rates; the constant is its name in properties. */
public enum Door {
    /** Pages, their files, and whatever is not one of the others. */
    page,
    /** {@code /api/v1}. */
    rest,
    /** The doors of a Rasa server: {@code /model} and {@code /webhooks}. */
    rasa,
    /** Messages over a WebSocket. */
    socket,
    /** Images that are taken in. */
    upload,
    /** Tries to sign in, right or wrong, over REST and the page. */
    login
}
