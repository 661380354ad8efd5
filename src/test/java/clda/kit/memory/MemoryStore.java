package clda.kit.memory;

import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.dialogue.Approval;
import clda.dialogue.BackgroundTask;
import clda.effects.Effect;
import clda.store.Fenced;
import clda.store.Membership;
import clda.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store in memory that keeps every transaction, so that an engine can be started on any beginning of its journal: each is a
 * crash that could have happened.
 */
public final class MemoryStore implements Membership {

    /** A part of a transaction. */
    @FunctionalInterface
    interface MemoryWrite extends Write {
        void in(State state);
    }

    /** All rows. */
    static final class State {
        final Map<String, ConversationHead> heads = new TreeMap<>();
        final Map<String, List<RecordedEvent>> events = new TreeMap<>();
        final Map<String, Long> runs = new TreeMap<>();
        final Map<String, Effect> effects = new TreeMap<>();
        final List<MemoryLedger.Added> sums = new ArrayList<>();
        final Set<String> resolved = new java.util.TreeSet<>();
        final Map<String, Approval> approvals = new TreeMap<>();
        final Map<String, BackgroundTask> tasks = new TreeMap<>();
        final List<MemoryTrail.Row> audit = new ArrayList<>();

        State copy() {
            State copy = new State();
            copy.heads.putAll(heads);
            events.forEach((id, list) -> copy.events.put(id, new ArrayList<>(list)));
            copy.runs.putAll(runs);
            copy.effects.putAll(effects);
            copy.sums.addAll(sums);
            copy.resolved.addAll(resolved);
            copy.approvals.putAll(approvals);
            copy.tasks.putAll(tasks);
            copy.audit.addAll(audit);
            return copy;
        }
    }

    private final List<State> journal = new ArrayList<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final long epoch;
    private State state;

    public MemoryStore() {
        this(new State(), 1);
    }

    private MemoryStore(State state, long epoch) {
        this.state = state;
        this.epoch = epoch;
    }

    /** What a process finds that starts after a crash behind the n-th transaction. */
    public synchronized MemoryStore after(int transactions) {
        State then = transactions == 0 ? new State() : journal.get(transactions - 1);
        return new MemoryStore(then.copy(), epoch + 1);
    }

    /** How many transactions have been committed. */
    public int commits() {
        return commits.get();
    }

    synchronized void write(List<? extends Write> writes) {
        State next = state.copy();
        writes.forEach(write -> ((MemoryWrite) write).in(next));
        state = next;
        journal.add(next);
        commits.incrementAndGet();
    }

    /** A transaction of one write. */
    public void carriesOut(Write write) {
        write(List.of(write));
    }

    synchronized State state() {
        return state;
    }

    /** Nobody shares it. */
    @Override
    public String history() {
        return "";
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Write requires(long required) {
        return (MemoryWrite) any -> {
            if (required != epoch) {
                throw new Fenced("another epoch");
            }
        };
    }

    @Override
    public boolean holds(long held) {
        return held == epoch;
    }

    @Override
    public boolean mayStillRun(long other) {
        return other >= epoch;
    }

    @Override
    public long solitude() {
        return 1;
    }

    @Override
    public Set<Long> alive() {
        return Set.of(epoch);
    }

    /** It never does. */
    @Override
    public void whenItWentBack(Runnable forget) {}
}
