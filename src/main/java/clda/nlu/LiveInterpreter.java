package clda.nlu;

import clda.nlu.training.TrainingError;
import clda.nlu.training.Utterance.Entity;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Learns beside what else goes on, and may learn anew at any time: until it knows the new, it goes by the old. Who asks before it
 * knows anything waits.
 */
public final class LiveInterpreter implements Interpreter {

    private final ThreadFactory threads;
    private volatile FutureTask<Interpreter> current;

    /** Begins to learn. */
    public LiveInterpreter(ThreadFactory threads, Callable<Interpreter> lesson) {
        this.threads = threads;
        FutureTask<Interpreter> first = new FutureTask<>(lesson);
        current = first;
        threads.newThread(first).start();
    }

    /**
     * Learns anew; waits until it knows.
     *
     * @throws TrainingError if what is to be learned is wrong; the old stays
     */
    public void learn(Callable<Interpreter> lesson) {
        FutureTask<Interpreter> next = new FutureTask<>(lesson);
        threads.newThread(next).start();
        known(next);
        current = next;
    }

    @Override
    public Interpretation interpret(String text) {
        return known(current).interpret(text);
    }

    @Override
    public List<Ranked> ranking(String text) {
        return known(current).ranking(text);
    }

    @Override
    public List<Entity> entities(String text) {
        return known(current).entities(text);
    }

    @Override
    public String version() {
        return known(current).version();
    }

    private static Interpreter known(FutureTask<Interpreter> lesson) {
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
