package clda.nlu;

import clda.conversation.ConversationLog;
import clda.nlu.MissedSentences.Missed;
import clda.nlu.MissedSentences.Why;
import clda.nlu.local.CrossValidation;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingError;
import clda.nlu.training.Utterance;
import clda.security.KeyRing;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The workbench for administrators: they review sentences that were not understood, turn them into examples and retrain,
 * each in their own tenant.
 */
public final class Workbench {

    /** Training is already running. It occupies a processor for seconds, so only one may run at a time. */
    public static final class Occupied extends RuntimeException {}

    /** There is no such intent; the message is its name. */
    public static final class UnknownIntent extends RuntimeException {
        private UnknownIntent(String name) {
            super(name);
        }
    }

    /** The examples of an intent, by language. */
    public record Examples(String intent, Map<Language, Integer> count) {}

    /**
     * The current model.
     *
     * @param version identifies the training data
     */
    public record Knowledge(String version, List<Examples> intents) {}

    /** A sentence that was missed, in the user's words. */
    public record Sentence(Missed missed, String text) {}

    private final Interpreters interpreters;
    private final MissedSentences missed;
    private final LabelledFile.Of labelled;
    private final ConversationLog log;
    private final Clock clock;
    private final Semaphore learning = new Semaphore(1);

    public Workbench(
            Interpreters interpreters,
            MissedSentences missed,
            LabelledFile.Of labelled,
            ConversationLog log,
            Clock clock) {
        this.interpreters = interpreters;
        this.missed = missed;
        this.labelled = labelled;
        this.log = log;
        this.clock = clock;
    }

    /** The current model, with the number of examples of each intent. */
    public Knowledge learned(String tenant) {
        LiveInterpreter interpreter = interpreters.of(tenant);
        Map<String, Map<Language, Integer>> counts = new TreeMap<>();
        for (Utterance utterance : interpreter.data().utterances()) {
            counts.computeIfAbsent(utterance.intent(), any -> new EnumMap<>(Language.class))
                    .merge(Language.of(utterance.text()), 1, Integer::sum);
        }
        List<Examples> intents = new ArrayList<>();
        counts.forEach((intent, count) -> intents.add(new Examples(intent, count)));
        return new Knowledge(interpreter.version(), intents);
    }

    /**
     * Reads the training data again and trains on it.
     *
     * @throws Occupied if training is running
     * @throws TrainingError if the data cannot be used; the previous model is then kept
     */
    public Knowledge learnAgain(String tenant) {
        return alone(() -> {
            interpreters.learnAgain(tenant);
            return learned(tenant);
        });
    }

    /**
     * Runs a five-fold cross-validation.
     *
     * @throws Occupied if training is running
     */
    public CrossValidation check(String tenant) {
        return alone(() -> CrossValidation.of(data(tenant)));
    }

    private <T> T alone(Supplier<T> work) {
        if (!learning.tryAcquire()) {
            throw new Occupied();
        }
        try {
            return work.get();
        } finally {
            learning.release();
        }
    }

    private TrainingData data(String tenant) {
        return interpreters.of(tenant).data();
    }

    /**
     * The newest sentences that were not understood or whose answer was disliked, except those whose turn no longer exists.
     *
     * @param before the position to continue from; null to begin with the newest
     */
    public Page<Listed<Sentence>> newest(String tenant, @Nullable Position before, int limit) {
        Page<Listed<Missed>> page = missed.newest(tenant, before, limit);
        return page.with(page.items().stream()
                .flatMap(row ->
                        row.isDamaged() ? Stream.of(Listed.<Sentence>damaged(row.position())) : inWords(row).stream())
                .toList());
    }

    public long count(String tenant) {
        return missed.count(tenant);
    }

    /** Reads only conversations of that tenant, whatever the row of the missed sentence says. */
    private Optional<Listed<Sentence>> inWords(Listed<Missed> row) {
        try {
            return row.whole()
                    .flatMap(one -> log.view(
                            one.conversationId(),
                            conversation -> conversation.head().tenant().equals(one.tenant())
                                            && conversation.hasTurn(one.turnId())
                                    ? new Listed<>(
                                            row.position(),
                                            new Sentence(
                                                    one,
                                                    conversation
                                                            .turn(one.turnId())
                                                            .text()))
                                    : Listed.<Sentence>damaged(row.position())));
        } catch (KeyRing.Damaged e) {
            return Optional.of(Listed.damaged(row.position()));
        }
    }

    /**
     * Turns a missed sentence into an example, which takes effect at the next training.
     *
     * @return whether the sentence exists
     * @throws UnknownIntent if no example has that intent
     * @throws TrainingError if the example cannot be written
     */
    public boolean label(String tenant, String id, String intent, String example) {
        if (data(tenant).utterances().stream()
                .noneMatch(utterance -> utterance.intent().equals(intent))) {
            throw new UnknownIntent(intent);
        }
        Optional<Missed> found = find(tenant, id);
        found.ifPresent(one -> {
            labelled.tenant(tenant).add(intent, example);
            forget(one);
        });
        return found.isPresent();
    }

    /**
     * Dismisses the sentence: nothing is to be learned from it.
     *
     * @return whether the sentence exists
     */
    public boolean dismiss(String tenant, String id) {
        Optional<Missed> found = find(tenant, id);
        found.ifPresent(this::forget);
        return found.isPresent();
    }

    private void forget(Missed one) {
        missed.remove(one.tenant(), one.conversationId(), one.turnId());
    }

    private Optional<Missed> find(String tenant, String id) {
        int between = id.indexOf('.');
        return between <= 0
                ? Optional.empty()
                : missed.find(tenant, id.substring(0, between), id.substring(between + 1));
    }

    /** Records that a user disliked the answer, so that the sentence is reviewed. */
    public void disliked(String tenant, String conversationId, String turnId) {
        missed.note(new Missed(tenant, conversationId, turnId, Why.DISLIKED, clock.instant()));
    }

    /** Records that a user liked the answer after all. */
    public void liked(String tenant, String conversationId, String turnId) {
        missed.remove(tenant, conversationId, turnId);
    }
}
