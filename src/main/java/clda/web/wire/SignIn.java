package clda.web.wire;

/**
 * Who wants to sign in with a local account.
 *
 * @param user the name of the account
 * @param password its password
 */
public record SignIn(String user, String password) implements Body {}
