package clda.conversation;

import clda.conversation.ConversationEvent.*;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a conversation, in the order in which they were requested. Of old ones, only what the conversation needs is
 * held: which turn they follow, how they ended and the dialogue state after them. The rest is read from the log again when
 * needed, a block of adjacent turns at a time.
 */
final class Turns {

    /** Reads events again: at most {@code limit} events after a number, in order. */
    interface Past {
        List<RecordedEvent> read(long after, int limit);
    }

    /** Number of latest turns that are always held in full. */
    static final int RECENT = 32;

    private static final int BLOCK = 32;
    private static final int BLOCKS_KEPT = 2;
    private static final int PAGE = 500;
    /** Bytes that a turn takes once most of it is no longer held. */
    private static final int SHED = 400;

    private final Past past;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<Integer, Map<String, Turn>> readAgain = new LinkedHashMap<>(4, 0.75f, true);
    private int firstHeld;
    private long weight;
    /** Weight in bytes up to which it is not worthwhile to look for turns to shed. */
    private long shedFrom;

    private static final class Entry {
        private final int place;
        private final String id;
        private final @Nullable String follows;
        private final long from;
        private long through;
        private Turn.State state;
        private boolean tainted;
        private @Nullable DialogueState left;
        private @Nullable Turn turn;
        private long weight;
        private long weightOfRest;

        Entry(int place, Turn turn, long seq) {
            this.place = place;
            this.id = turn.id();
            this.follows = turn.follows();
            this.from = seq;
            this.through = seq;
            this.state = turn.state();
            this.turn = turn;
        }
    }

    Turns(Past past) {
        this.past = past;
    }

    /** Estimated bytes of all turns. */
    long weight() {
        return weight;
    }

    Turn open(RecordedEvent opening) {
        Turn turn = Turn.opened(opening);
        Entry entry = new Entry(entries.size(), turn, opening.seq());
        entries.add(entry);
        byId.put(turn.id(), entry);
        note(entry, turn, opening);
        return turn;
    }

    /** Applies an event to its turn, and returns the turn. */
    Turn apply(RecordedEvent event) {
        Entry entry = entry(turnId(event));
        Turn turn = held(entry);
        turn.apply(event);
        note(entry, turn, event);
        return turn;
    }

    /** Records that a call of another turn undoes a call of this one. */
    void undo(String turnId, String callId, RecordedEvent by) {
        Entry entry = entry(turnId);
        Turn turn = held(entry);
        turn.undo(callId, place(by));
        entry.through = by.seq();
    }

    void leaves(Turn turn, DialogueState state) {
        DialogueState before = before(turn);
        // Usually nothing changes, so that one object serves many turns.
        DialogueState left = state.equals(before) ? before : state;
        turn.leaves(left);
        entry(turn.id()).left = left;
    }

    private void note(Entry entry, Turn turn, RecordedEvent event) {
        entry.through = event.seq();
        entry.state = turn.state();
        entry.tainted = turn.tainted();
        weigh(entry, Weight.of(event.event()));
    }

    private void weigh(Entry entry, long more) {
        entry.weight += more;
        weight += more;
    }

    /** The turn, to be changed: an old turn is held in full again. */
    private Turn held(Entry entry) {
        Turn turn = entry.turn;
        if (turn == null) {
            turn = whole(entry);
            entry.turn = turn;
            weigh(entry, entry.weightOfRest);
            firstHeld = Math.min(firstHeld, entry.place);
            readAgain.remove(entry.place / BLOCK);
        }
        return turn;
    }

    boolean has(String turnId) {
        return byId.containsKey(turnId);
    }

    int size() {
        return entries.size();
    }

    /** @throws NoSuchElementException if there is no such turn */
    Turn get(String turnId) {
        return whole(entry(turnId));
    }

    /** The dialogue state before the turn. */
    DialogueState before(Turn turn) {
        for (String id = turn.follows(); id != null; ) {
            Entry entry = entry(id);
            if (entry.left != null) {
                return entry.left;
            }
            id = entry.follows;
        }
        return DialogueState.NEW;
    }

    /** All turns; those no longer held are read on access. */
    List<Turn> all() {
        return new Seen(List.copyOf(entries));
    }

    List<Turn> in(Predicate<Turn.State> state) {
        return entries.stream()
                .filter(entry -> state.test(entry.state))
                .map(this::whole)
                .toList();
    }

    boolean areTainted() {
        return entries.stream().anyMatch(entry -> entry.tainted);
    }

    /** The branch that ends in the given turn, oldest first; turns no longer held are read on access. */
    List<Turn> branchTo(String turnId) {
        List<Entry> branch = entriesTo(turnId);
        Collections.reverse(branch);
        return new Seen(branch);
    }

    /** Whether any turn of the branch that ends in the given turn is tainted. */
    boolean isTaintedTo(String turnId) {
        return entriesTo(turnId).stream().anyMatch(entry -> entry.tainted);
    }

    private List<Entry> entriesTo(String turnId) {
        List<Entry> branch = new ArrayList<>();
        for (Entry entry = entry(turnId);
                entry != null;
                entry = entry.follows == null ? null : byId.get(entry.follows)) {
            branch.add(entry);
        }
        return branch;
    }

    private final class Seen extends AbstractList<Turn> implements RandomAccess {
        private final List<Entry> shown;

        Seen(List<Entry> shown) {
            this.shown = shown;
        }

        @Override
        public Turn get(int index) {
            return whole(shown.get(index));
        }

        @Override
        public int size() {
            return shown.size();
        }
    }

    private Entry entry(String turnId) {
        Entry entry = byId.get(turnId);
        if (entry == null) {
            throw new NoSuchElementException("no turn " + turnId);
        }
        return entry;
    }

    /**
     * Holds less of the oldest turns that have ended until all turns take at most {@code bytes}, as far as possible.
     *
     * @param recent number of latest turns that stay held in full
     */
    void shed(long bytes, int recent) {
        if (weight <= Math.max(bytes, shedFrom)) {
            return;
        }
        int until = entries.size() - recent;
        boolean inARow = true;
        for (int place = firstHeld; place < until && weight > bytes; place++) {
            Entry entry = entries.get(place);
            if (entry.state.settled()) {
                if (entry.turn != null) {
                    entry.turn = null;
                    readAgain.remove(entry.place / BLOCK);
                    entry.weightOfRest = entry.weight - SHED;
                    weigh(entry, -entry.weightOfRest);
                }
            } else {
                inARow = false;
            }
            if (inARow) {
                firstHeld = place + 1;
            }
        }
        shedFrom = weight <= bytes ? 0 : weight + bytes / 8;
    }

    private Turn whole(Entry entry) {
        if (entry.turn != null) {
            return entry.turn;
        }
        int block = entry.place / BLOCK;
        Map<String, Turn> known = readAgain.get(block);
        if (known == null) {
            known = read(block);
            readAgain.put(block, known);
            if (readAgain.size() > BLOCKS_KEPT) {
                readAgain.remove(readAgain.keySet().iterator().next());
            }
        }
        return begun(known, entry);
    }

    private static Turn begun(Map<String, Turn> turns, Entry entry) {
        Turn turn = turns.get(entry.id);
        if (turn == null) {
            throw new IllegalStateException("the log no longer begins turn " + entry.id);
        }
        return turn;
    }

    private Map<String, Turn> read(int block) {
        List<Entry> wanted = entries.subList(block * BLOCK, Math.min(entries.size(), (block + 1) * BLOCK)).stream()
                .filter(entry -> entry.turn == null)
                .toList();
        long after = wanted.stream().mapToLong(entry -> entry.from).min().orElseThrow() - 1;
        long through = wanted.stream().mapToLong(entry -> entry.through).max().orElseThrow();
        Map<String, Entry> byTurn = new HashMap<>();
        wanted.forEach(entry -> byTurn.put(entry.id, entry));
        Map<String, Turn> turns = new HashMap<>();
        while (after < through) {
            List<RecordedEvent> page = past.read(after, (int) Math.min(PAGE, through - after));
            if (page.isEmpty()) {
                throw new IllegalStateException("the log ends before event " + through);
            }
            page.forEach(event -> tell(event, byTurn, turns));
            after = page.getLast().seq();
        }
        wanted.forEach(entry -> {
            if (entry.left != null) {
                begun(turns, entry).leaves(entry.left);
            }
        });
        return turns;
    }

    private static void tell(RecordedEvent event, Map<String, Entry> wanted, Map<String, Turn> turns) {
        Entry own = event.turnId() == null ? null : wanted.get(event.turnId());
        if (own != null && event.seq() <= own.through && isOfTurn(event.event())) {
            Turn turn = turns.get(own.id);
            if (turn == null) {
                turns.put(own.id, Turn.opened(event));
            } else {
                turn.apply(event);
            }
        }
        if (event.event() instanceof ToolRequested asked && asked.undoes() != null) {
            Entry undone = wanted.get(asked.undoes().turnId());
            if (undone != null && event.seq() <= undone.through) {
                begun(turns, undone).undo(asked.undoes().callId(), place(event));
            }
        }
    }

    /** Other events may name a turn but change only the conversation. */
    private static boolean isOfTurn(ConversationEvent event) {
        return !(event instanceof ConversationOpened
                || event instanceof ConversationRenamed
                || event instanceof ConversationArchived
                || event instanceof ModelChosen
                || event instanceof RecordingChanged
                || event instanceof PromptPinned);
    }

    private static CallPlace place(RecordedEvent asking) {
        return new CallPlace(turnId(asking), ((ToolRequested) asking.event()).callId());
    }

    static String turnId(RecordedEvent recorded) {
        if (recorded.turnId() == null) {
            throw new IllegalStateException("event " + recorded.seq() + " names no turn");
        }
        return recorded.turnId();
    }
}
