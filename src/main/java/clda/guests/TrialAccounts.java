package clda.guests;

import clda.security.Accounts;

/**
 * Accounts to try the server with.
 *
 * @param hint the key of the text that the sign-in page shows
 * @param howTo the same for the log, in a few English words
 */
public record TrialAccounts(Accounts accounts, String hint, String howTo) {}
