package clda.security;

/** A store whose rows carry seals, and which may hold rows of an earlier version that have none. */
public interface SealsRows {

    /** Whether there are rows without a seal and none with one, as an earlier version has left them. */
    boolean isUnsealed();

    /** Seals the rows that have no seal, as they are now: to be asked for only by someone who trusts what the database holds. */
    void sealExisting();
}
