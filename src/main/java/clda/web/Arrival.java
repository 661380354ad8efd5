package clda.web;

/**
 * The origin and target of a request, before any trusted proxy changed it.
 *
 * @param address the address that the browser requested
 * @param client the numeric IP address of the client
 */
public record Arrival(PublicAddress address, String client) {}
