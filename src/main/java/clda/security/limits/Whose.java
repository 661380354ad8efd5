package clda.security.limits;

import clda.json.Worded;

/** The subject of a limit; the constant is its name in properties. */
public enum Whose implements Worded {
    PERSON,
    TENANT,
    ADDRESS
}
