package clda.nlu;

/**
 * The interpreter of each tenant, trained on the server's data and on the tenant's own labelled sentences. The sentences of
 * one tenant do not affect another.
 */
public interface Interpreters {

    /** The tenant's interpreter, or the server's if the tenant has labelled nothing. */
    LiveInterpreter of(String tenant);

    /**
     * Reads the data of the server and the tenant again, trains on it, and waits until training has ended.
     *
     * @throws clda.nlu.training.TrainingError if the data cannot be used; the previous model is then kept
     */
    void learnAgain(String tenant);
}
