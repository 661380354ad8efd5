package clda.web.wire;

/**
 * Whom to ask.
 *
 * @param to the name of the person
 */
public record DelegationRequest(String to) implements Body {}
