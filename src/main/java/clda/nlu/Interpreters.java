package clda.nlu;

/**
 * The interpreters by tenant: what the server has learned for all, plus a tenant's own labelled sentences. The sentences
 * of one tenant do not affect another.
 */
public interface Interpreters {

    /** The tenant's; that of the server if the tenant has labelled nothing. */
    LiveInterpreter of(String tenant);

    /**
     * Reads the data of the server and of the tenant again and learns them; waits until they are known.
     *
     * @throws clda.nlu.training.TrainingError if they cannot be used; then what was learned before stays
     */
    void learnAgain(String tenant);
}
