package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Holds a conversation beside the same one that keeps as little in memory as it can. */
public final class Shedding {

    private Shedding() {}

    /** After each few events, and at the end, both have to be the same, whatever they are asked. */
    public static void changesNothing(ConversationHead head, List<RecordedEvent> log) {
        Turns.Past past = (after, limit) ->
                log.stream().filter(event -> event.seq() > after).limit(limit).toList();
        Conversation whole = new Conversation(head, past);
        Conversation shedding = new Conversation(head, past);
        for (RecordedEvent event : log) {
            whole.apply(event);
            shedding.apply(event);
            shedding.shed(0, 0);
            if (event.seq() % 8 == 0) {
                isTheSame(shedding, whole);
            }
        }
        isTheSame(shedding, whole);
    }

    private static void isTheSame(Conversation one, Conversation other) {
        assertThat(one.state()).isEqualTo(other.state());
        assertThat(one.tip()).isEqualTo(other.tip());
        assertThat(one.queued()).isEqualTo(other.queued());
        assertThat(one.tainted()).isEqualTo(other.tainted());
        assertThat(one.turns()).usingRecursiveComparison().isEqualTo(other.turns());
        assertThat(one.currentBranch().stream().map(Turn::id))
                .containsExactlyElementsOf(
                        other.currentBranch().stream().map(Turn::id).toList());
        assertThat(one.awaitingApproval().stream().map(Turn::id))
                .containsExactlyElementsOf(
                        other.awaitingApproval().stream().map(Turn::id).toList());
        for (Turn turn : other.turns()) {
            assertThat(one.dialogue(turn.id())).isEqualTo(other.dialogue(turn.id()));
            assertThat(one.tainted(turn.id())).isEqualTo(other.tainted(turn.id()));
        }
    }
}
