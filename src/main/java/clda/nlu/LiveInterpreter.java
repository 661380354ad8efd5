package clda.nlu;

import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingError;
import clda.nlu.training.Utterance.Entity;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An interpreter that learns in the background and may be retrained at any time: until training ends, it uses the previous
 * model. Calls made before the first training has ended wait for it.
 */
public final class LiveInterpreter implements Interpreter {

    private record Learned(TrainingData data, Interpreter interpreter) {}

    private final Supplier<TrainingData> source;
    private final Function<TrainingData, Interpreter> learner;
    private final ThreadFactory threads;
    private volatile FutureTask<Learned> current;

    /**
     * Starts training.
     *
     * @param source reads the training data; throws {@link TrainingError} if it cannot be used
     * @param learner trains an interpreter; may take long
     */
    public LiveInterpreter(
            Supplier<TrainingData> source, Function<TrainingData, Interpreter> learner, ThreadFactory threads) {
        this.source = source;
        this.learner = learner;
        this.threads = threads;
        this.current = begin();
    }

    private FutureTask<Learned> begin() {
        FutureTask<Learned> lesson = new FutureTask<>(() -> {
            TrainingData data = source.get();
            return new Learned(data, learner.apply(data));
        });
        threads.newThread(lesson).start();
        return lesson;
    }

    /**
     * Reads the data again, trains on it, and waits until training has ended.
     *
     * @throws TrainingError if the data cannot be used; the previous model is then kept
     */
    public void learnAgain() {
        FutureTask<Learned> next = begin();
        learned(next);
        current = next;
    }

    /** The data of the current model. */
    public TrainingData data() {
        return learned(current).data();
    }

    @Override
    public Interpretation interpret(String text) {
        return learned(current).interpreter().interpret(text);
    }

    @Override
    public List<Ranked> ranking(String text) {
        return learned(current).interpreter().ranking(text);
    }

    @Override
    public List<Entity> entities(String text) {
        return learned(current).interpreter().entities(text);
    }

    @Override
    public Set<String> words(String intent) {
        return learned(current).interpreter().words(intent);
    }

    @Override
    public double asks(String text) {
        return learned(current).interpreter().asks(text);
    }

    @Override
    public String version() {
        return learned(current).interpreter().version();
    }

    private static Learned learned(FutureTask<Learned> lesson) {
        try {
            return lesson.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrainingError wrong) {
                throw wrong;
            }
            throw new IllegalStateException("nothing was learned", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the built-in understanding learns");
        }
    }
}
