package clda.security.limits;

import clda.json.Worded;

/** An interface of the server with its own rates; the constant is its name in properties. */
public enum Door implements Worded {
    /** Pages, their files, and everything that belongs to none of the others. */
    PAGE,
    /** {@code /api/v1}. */
    REST,
    /** The endpoints of a Rasa server: {@code /model} and {@code /webhooks}. */
    RASA,
    /** Messages over a WebSocket. */
    SOCKET,
    /** Uploaded images. */
    UPLOAD,
    /** Attempts to sign in, successful or not, over REST and the page. */
    LOGIN
}
