package clda.security.limits;

/** The subject of a limit; the constant is its name in properties. */
public enum Whose {
    person,
    tenant,
    address
}
