package clda.conversation;

import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.ConversationEvent.ConversationArchived;
import clda.conversation.ConversationEvent.ConversationOpened;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.ModelChosen;
import clda.conversation.ConversationEvent.PromptPinned;
import clda.conversation.ConversationEvent.RecordingChanged;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns that are no longer held in full, read from the log again: a block of adjacent turns at a time, since whoever looks at
 * one usually looks at its neighbours next. Of the blocks, those used last are kept.
 */
final class TurnsReadAgain {

    private static final int BLOCK = 32;
    private static final int BLOCKS_KEPT = 2;
    private static final int PAGE = 500;

    private final Turns.Past past;
    private final List<TurnEntry> entries;
    private final Map<Integer, Map<String, Turn>> blocks = new LinkedHashMap<>(4, 0.75f, true);

    /** @param entries all turns of the conversation; more may be added later */
    TurnsReadAgain(Turns.Past past, List<TurnEntry> entries) {
        this.past = past;
        this.entries = entries;
    }

    /** The turn as the log tells it, for an entry that does not hold it. */
    Turn get(TurnEntry entry) {
        int block = entry.place / BLOCK;
        Map<String, Turn> known = blocks.get(block);
        if (known == null) {
            known = read(block);
            blocks.put(block, known);
            if (blocks.size() > BLOCKS_KEPT) {
                blocks.remove(blocks.keySet().iterator().next());
            }
        }
        return begun(known, entry);
    }

    /** To be called when the entry begins or ceases to hold its turn: its block is no longer what it should be. */
    void forget(TurnEntry entry) {
        blocks.remove(entry.place / BLOCK);
    }

    private static Turn begun(Map<String, Turn> turns, TurnEntry entry) {
        Turn turn = turns.get(entry.id);
        if (turn == null) {
            throw new IllegalStateException("the log no longer begins turn " + entry.id);
        }
        return turn;
    }

    private Map<String, Turn> read(int block) {
        List<TurnEntry> wanted = entries.subList(block * BLOCK, Math.min(entries.size(), (block + 1) * BLOCK)).stream()
                .filter(entry -> entry.turn == null)
                .toList();
        long after = wanted.stream().mapToLong(entry -> entry.from).min().orElseThrow() - 1;
        long through = wanted.stream().mapToLong(entry -> entry.through).max().orElseThrow();
        Map<String, TurnEntry> byTurn = new HashMap<>();
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

    private static void tell(RecordedEvent event, Map<String, TurnEntry> wanted, Map<String, Turn> turns) {
        TurnEntry own = event.turnId() == null ? null : wanted.get(event.turnId());
        if (own != null && event.seq() <= own.through && isOfTurn(event.event())) {
            Turn turn = turns.get(own.id);
            if (turn == null) {
                turns.put(own.id, Turn.opened(event));
            } else {
                turn.apply(event);
            }
        }
        if (event.event() instanceof ToolRequested asked && asked.undoes() != null) {
            TurnEntry undone = wanted.get(asked.undoes().turnId());
            if (undone != null && event.seq() <= undone.through) {
                begun(turns, undone).undo(asked.undoes().callId(), Turns.place(event));
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
}
