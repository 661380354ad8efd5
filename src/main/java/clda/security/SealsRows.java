package clda.security;

/** Something whose rows carry seals, and may hold rows of an earlier version that have none. */
public interface SealsRows {

    /** Whether there are rows without a seal and none with one, as an earlier version has left them. */
    boolean isUnsealed();

    /** Seals the rows that have no seal, as they are now: to be asked for only by somebody who trusts what the database holds. */
    void sealExisting();
}
