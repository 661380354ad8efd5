package clda.web.wire;

/** A row of a list. One that was changed outside the server or is damaged has only its id and the state {@code damaged}. */
public interface Row extends Body {}
