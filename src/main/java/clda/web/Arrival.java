package clda.web;

/**
 * The origin and target of a request, before any trusted proxy changed it.
 *
 * @param address what the browser asked
 * @param client the IP address of who asked, in numbers
 */
public record Arrival(PublicAddress address, String client) {}
