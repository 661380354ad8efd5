package clda.web;

/**
 * Where a request came from and to, before any trusted proxy changed it.
 *
 * @param address what the browser asked
 * @param client the IP address of who asked, in numbers
 */
public record Arrival(PublicAddress address, String client) {}
