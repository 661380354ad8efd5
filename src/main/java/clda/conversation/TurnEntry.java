package clda.conversation;

import org.jspecify.annotations.Nullable;

/** What a conversation holds of a turn in any case, and the turn itself as long as it is held in full. */
final class TurnEntry {

    /** How many turns were requested before it. */
    final int place;

    final String id;
    final @Nullable String follows;
    /** The number of its first event. */
    final long from;

    /** The number of the last event that changed it. */
    long through;

    Turn.State state;
    boolean tainted;
    /** The dialogue state after the turn; null until it is completed. */
    @Nullable
    DialogueState left;

    /** Null if the turn is no longer held in full. */
    @Nullable
    Turn turn;

    /** Estimated bytes that it takes now. */
    long weight;

    /** Estimated bytes that it would take in addition if it were held in full again. */
    long weightOfRest;

    TurnEntry(int place, Turn turn, long seq) {
        this.place = place;
        this.id = turn.id();
        this.follows = turn.follows();
        this.from = seq;
        this.through = seq;
        this.state = turn.state();
        this.turn = turn;
    }
}
