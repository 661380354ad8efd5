package clda.conversation;

import clda.conversation.CallEvent.ToolRequested;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.function.Predicate;

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

    /** Bytes that a turn takes once most of it is no longer held. */
    private static final int SHED = 400;

    private final List<TurnEntry> entries = new ArrayList<>();
    private final Map<String, TurnEntry> byId = new HashMap<>();
    private final TurnsReadAgain readAgain;
    private int firstHeld;
    private long weight;
    /** Weight in bytes up to which it is not worthwhile to look for turns to shed. */
    private long shedFrom;

    Turns(Past past) {
        this.readAgain = new TurnsReadAgain(past, entries);
    }

    /** Estimated bytes of all turns. */
    long weight() {
        return weight;
    }

    Turn open(RecordedEvent opening) {
        Turn turn = Turn.opened(opening);
        TurnEntry entry = new TurnEntry(entries.size(), turn, opening.seq());
        entries.add(entry);
        byId.put(turn.id(), entry);
        note(entry, turn, opening);
        return turn;
    }

    /** Applies an event to its turn, and returns the turn. */
    Turn apply(RecordedEvent event) {
        TurnEntry entry = entry(turnId(event));
        Turn turn = held(entry);
        turn.apply(event);
        note(entry, turn, event);
        return turn;
    }

    /** Records that a call of another turn undoes a call of this one. */
    void undo(String turnId, String callId, RecordedEvent by) {
        TurnEntry entry = entry(turnId);
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

    private void note(TurnEntry entry, Turn turn, RecordedEvent event) {
        entry.through = event.seq();
        entry.state = turn.state();
        entry.tainted = turn.tainted();
        weigh(entry, Weight.of(event.event()));
    }

    private void weigh(TurnEntry entry, long more) {
        entry.weight += more;
        weight += more;
    }

    /** The turn, to be changed: an old turn is held in full again. */
    private Turn held(TurnEntry entry) {
        Turn turn = entry.turn;
        if (turn == null) {
            turn = whole(entry);
            entry.turn = turn;
            weigh(entry, entry.weightOfRest);
            firstHeld = Math.min(firstHeld, entry.place);
            readAgain.forget(entry);
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
            TurnEntry entry = entry(id);
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
        List<TurnEntry> branch = entriesTo(turnId);
        Collections.reverse(branch);
        return new Seen(branch);
    }

    /** Whether any turn of the branch that ends in the given turn is tainted. */
    boolean isTaintedTo(String turnId) {
        return entriesTo(turnId).stream().anyMatch(entry -> entry.tainted);
    }

    private List<TurnEntry> entriesTo(String turnId) {
        List<TurnEntry> branch = new ArrayList<>();
        for (TurnEntry entry = entry(turnId);
                entry != null;
                entry = entry.follows == null ? null : byId.get(entry.follows)) {
            branch.add(entry);
        }
        return branch;
    }

    private final class Seen extends AbstractList<Turn> implements RandomAccess {
        private final List<TurnEntry> shown;

        Seen(List<TurnEntry> shown) {
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

    private TurnEntry entry(String turnId) {
        TurnEntry entry = byId.get(turnId);
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
            TurnEntry entry = entries.get(place);
            if (entry.state.settled()) {
                if (entry.turn != null) {
                    entry.turn = null;
                    readAgain.forget(entry);
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

    private Turn whole(TurnEntry entry) {
        return entry.turn == null ? readAgain.get(entry) : entry.turn;
    }

    /** The place of the call that the event asks for. */
    static CallPlace place(RecordedEvent asking) {
        return new CallPlace(turnId(asking), ((ToolRequested) asking.event()).callId());
    }

    static String turnId(RecordedEvent recorded) {
        if (recorded.turnId() == null) {
            throw new IllegalStateException("event " + recorded.seq() + " names no turn");
        }
        return recorded.turnId();
    }
}
