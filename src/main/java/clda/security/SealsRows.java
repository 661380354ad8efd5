package clda.security;

/** A store whose rows carry seals, and which may hold rows of an earlier version that have none. */
public interface SealsRows {

    /** Whether there are rows without a seal and none with one, as left by an earlier version. */
    boolean isUnsealed();

    /** Seals the rows that have no seal, as they are now: to be called only if the content of the database is trusted. */
    void sealExisting();
}
