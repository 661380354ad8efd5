package clda.web.wire;

/**
 * The user who is to be asked to decide as well.
 *
 * @param to the name of the person
 */
public record DelegationRequest(String to) implements Body {}
