package clda.release;

import clda.json.Worded;

/** One of two versions that run side by side. Conversations and nodes belong to an arm. */
public enum Arm implements Worded {
    /** The version that everybody had before. */
    STABLE,
    /** The new version, which only a share of the new conversations has. */
    CANARY
}
