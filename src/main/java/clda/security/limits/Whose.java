package clda.security.limits;

/** Of whom something is counted; the constant is its name in properties. */
public enum Whose {
    person,
    tenant,
    address
}
