package clda.store;

/** Whether the store can be used now. */
public interface StoreState {

    /** Whether the database was away or full when it was last used, so that reads and writes would have to wait. */
    boolean away();
}
