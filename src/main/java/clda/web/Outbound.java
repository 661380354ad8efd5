package clda.web;

import clda.conversation.EventCodec;
import clda.conversation.ModelLoading;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.web.wire.EventView;
import org.jspecify.annotations.Nullable;

/** A message to a streaming client. */
public sealed interface Outbound {

    record Event(RecordedEvent event) implements Outbound {}

    record Delta(TextDelta delta) implements Outbound {}

    record Loading(ModelLoading loading) implements Outbound {}

    /** A heartbeat, so that proxies do not close an idle connection. */
    record Beat() implements Outbound {}

    /** A reply to a message from the client. */
    record Note(String json) implements Outbound {}

    default String json() {
        return switch (this) {
            case Event event -> EventView.of(event.event()).json();
            case Delta delta -> EventCodec.toJson(delta.delta()).toString();
            case Loading loading -> EventCodec.toJson(loading.loading()).toString();
            case Note note -> note.json();
            case Beat beat -> "";
        };
    }

    /** Two pieces of one message that follow each other are one piece; a beat is not needed where something waits. */
    static @Nullable Outbound merge(Outbound earlier, Outbound later) {
        if (later instanceof Beat) {
            return earlier;
        }
        if (earlier instanceof Delta first
                && later instanceof Delta second
                && first.delta().messageId().equals(second.delta().messageId())
                && first.delta().index() + first.delta().text().length()
                        == second.delta().index()) {
            TextDelta delta = first.delta();
            return new Delta(new TextDelta(
                    delta.turnId(),
                    delta.messageId(),
                    delta.index(),
                    delta.text() + second.delta().text()));
        }
        return null;
    }
}
