package clda.llm.offline;

import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpreter;
import clda.nlu.LiveInterpreter;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What the built-in understanding learns from, and what it has learned. */
public final class Understanding {

    private final List<IntentDefinition> intents;
    private final boolean demo;
    private final @Nullable Path directory;
    private final LiveInterpreter interpreter;
    private volatile TrainingData data = TrainingData.NOTHING;

    /**
     * Begins to learn.
     *
     * @param demo whether what people say to the tools of the demo is learned
     * @param directory with training data of one's own; null for none
     */
    public Understanding(List<Skill> skills, boolean demo, @Nullable Path directory, ThreadFactory threads) {
        this.intents = OfflineModelClient.intents(skills);
        this.demo = demo;
        this.directory = directory;
        this.interpreter = new LiveInterpreter(threads, this::lesson);
    }

    private Interpreter lesson() {
        TrainingData all = BuiltInData.talk();
        if (demo) {
            all = all.and(BuiltInData.demo());
        }
        if (directory != null) {
            all = all.and(TrainingDirectory.read(directory));
        }
        Interpreter learned = new LocalInterpreter(intents, all);
        data = all;
        return learned;
    }

    public Interpreter interpreter() {
        return interpreter;
    }

    /** What was learned last. */
    public TrainingData data() {
        interpreter.version();
        return data;
    }

    /**
     * Reads the files again.
     *
     * @throws clda.nlu.training.TrainingError if one cannot be used; then what was learned before stays
     */
    public void learnAgain() {
        interpreter.learn(this::lesson);
    }
}
