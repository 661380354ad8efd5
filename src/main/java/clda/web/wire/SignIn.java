package clda.web.wire;

/**
 * The user name and password of a local account.
 *
 * @param user the name of the account
 * @param password its password
 */
public record SignIn(String user, String password) implements Body {}
