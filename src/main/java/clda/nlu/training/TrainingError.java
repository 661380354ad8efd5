package clda.nlu.training;

/** Thrown for training data that cannot be used; the message names the file and the line. */
public final class TrainingError extends RuntimeException {

    TrainingError(String file, int line, String what) {
        super(file + ":" + line + ": " + what);
    }
}
