package clda.agent;

import clda.conversation.ConversationEvent;
import clda.conversation.MessageRole;
import clda.conversation.ModelLoading;
import clda.conversation.TextDelta;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.llm.ModelClient.TextSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the message of one step while it is being written. */
final class Writing implements TextSink {
    private final TurnHandle handle;
    private final String messageId;
    private final Responder responder;
    private final Clock clock;
    private final Instant began;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Instant loaded;
    private boolean loading;

    Writing(TurnHandle handle, Responder responder, Clock clock) {
        this.handle = handle;
        this.responder = responder;
        this.clock = clock;
        this.began = clock.instant();
        int step =
                handle.look(conversation -> conversation.turn(handle.turnId()).steps() + 1);
        this.messageId = handle.turnId() + "-m" + step;
    }

    String messageId() {
        return messageId;
    }

    @Override
    public void text(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (loaded == null) {
            loaded = clock.instant();
        }
        int index = text.length();
        text.append(piece);
        handle.log().publish(handle.conversationId(), new TextDelta(handle.turnId(), messageId, index, piece));
    }

    @Override
    public void loading() {
        loading = true;
        handle.log().publish(handle.conversationId(), new ModelLoading(handle.turnId()));
    }

    /** How long loading the model took; zero if it was already loaded. */
    Duration loadingTook() {
        return loading ? Duration.between(began, loaded == null ? clock.instant() : loaded) : Duration.ZERO;
    }

    @Override
    public void restart() {
        if (!text.isEmpty()) {
            text.setLength(0);
            handle.log().publish(handle.conversationId(), new TextDelta(handle.turnId(), messageId, 0, ""));
        }
    }

    /** The part of an unfinished answer that was shown, marked as incomplete. */
    List<ConversationEvent> kept() {
        return text.isEmpty()
                ? List.of()
                : List.of(new MessageCompleted(
                        messageId, MessageRole.ASSISTANT, text.toString(), responder.name(), null, true));
    }

    @Nullable
    String soFar() {
        return text.isEmpty() ? null : text.toString();
    }
}
