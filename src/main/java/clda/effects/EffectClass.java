package clda.effects;

/** What may be done about an effect whose outcome is not known. A tool has to declare one; there is no default. */
public enum EffectClass {
    /** Changes nothing: run again freely. */
    READ,
    /** Writes to the server's own database, in one transaction with the ledger and the event: exactly once. */
    LOCAL_TX,
    /** The remote system keeps our key for a time: sent again with the same key meanwhile, it happens once. */
    KEYED,
    /** Sets a state to a value, such as a PUT: sent again, it is the same. */
    NATURAL,
    /** The remote system can be asked by our reference whether it happened; if it did not, it is sent again. */
    QUERYABLE,
    /** Cannot be undone or asked about, such as mail: never sent again; without an answer the outcome is unknown. */
    AT_MOST_ONCE;

    /** Whether the effect is one on the world outside, which this server cannot see or mend. */
    public boolean reachesOutside() {
        return switch (this) {
            case READ, LOCAL_TX -> false;
            case KEYED, NATURAL, QUERYABLE, AT_MOST_ONCE -> true;
        };
    }
}
