package clda.store;

/** Whether the store can currently be used. */
public interface StoreState {

    /** Whether the database was away or full when it was last used, so that reads and writes would have to wait. */
    boolean away();
}
