package clda.guests;

import java.util.Optional;

/**
 * The guests' accounts with which people can try the server.
 *
 * @param accounts empty if no guest has any, or people sign in with accounts of the server's owner
 */
public record TrialSignIn(Optional<TrialAccounts> accounts) {}
