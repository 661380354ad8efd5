package clda.web.rest;

import clda.conversation.ConversationLog.Reader;
import clda.conversation.ConversationLog.Subscription;
import clda.conversation.ModelLoading;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.dialogue.Conversations;
import clda.security.Caller;
import clda.security.Standing;
import clda.security.limits.AtOnce;
import clda.web.OpenLines;
import clda.web.Outbound;
import clda.web.OutboundQueue;
import clda.web.TooMuch;
import clda.web.wire.EventPage;
import clda.web.wire.EventView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The log of a conversation, as a page or as a stream. */
@Path("conversations/{id}/events")
@RequestScoped
@Tag(name = "Events")
public class EventsResource {

    private static final int MAX_LISTED = 500;
    private static final int MAX_TURNS = 100;
    private static final int MAX_WAITING = 2_000;
    private static final Duration WHEN_ONE_ENDS = Duration.ofSeconds(5);

    @Inject
    private Conversations conversations;

    @Inject
    private CurrentCaller current;

    @Inject
    private StreamBeats beats;

    @Inject
    private OpenLines lines;

    @Inject
    private Standing standing;

    @Inject
    private AtOnce atOnce;

    // Who does not say what they accept gets the page: a stream would seem to hang.
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=1")
    @Operation(
            operationId = "listEvents",
            summary = "Events after a number, or of the last turns, or of the last turns before an event")
    @APIResponse(
            responseCode = "200",
            description =
                    "A part of the log; for text/event-stream each event as JSON, then what happens, with the number of a stored event as its id",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = EventPage.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "409")
    public EventPage page(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("turns") @Nullable String turns,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        if (turns != null) {
            return lastTurns(
                    id,
                    Math.toIntExact(NumberParameters.parse("turns", turns, 0, 1, MAX_TURNS)),
                    NumberParameters.parse("before", before, Long.MAX_VALUE, 1, Long.MAX_VALUE));
        }
        int max = Math.toIntExact(NumberParameters.parse("limit", limit, 100, 1, MAX_LISTED));
        List<RecordedEvent> events = conversations.events(
                current.get(), id, NumberParameters.parse("after", after, 0, 0, Long.MAX_VALUE), max);
        return new EventPage(
                views(events), events.size() == max ? events.getLast().seq() : null, null);
    }

    private static List<EventView> views(List<RecordedEvent> events) {
        return events.stream().map(EventView::of).toList();
    }

    /** {@code earlier} is the {@code before} of what came before, if there is something. */
    private EventPage lastTurns(String id, int turns, long before) {
        List<RecordedEvent> events = conversations.lastTurns(current.get(), id, turns, before);
        boolean more = !events.isEmpty() && events.getFirst().seq() > 1;
        return new EventPage(views(events), null, more ? events.getFirst().seq() : null);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    @Operation(hidden = true, summary = "Events after a number, then what happens; honours Last-Event-ID")
    public void stream(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        long from = NumberParameters.parse(
                lastEventId == null ? "after" : "Last-Event-ID",
                lastEventId == null ? after : lastEventId,
                0,
                0,
                Long.MAX_VALUE);
        Caller caller = current.get();
        AtOnce.Held open = atOnce.take(AtOnce.Kind.STREAMS, caller.key())
                .orElseThrow(() -> new TooMuch(429, "You have too many streams open.", WHEN_ONE_ENDS));
        Follower follower = new Follower(sink, sse, beats, lines, open);
        try {
            follower.following.set(conversations.follow(caller, id, from, follower));
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
        beats.add(follower.beat);
        lines.add(follower.line);
        follower.watched.set(standing.watch(current.credential(), caller, follower::end));
        follower.endIfGone();
    }

    /** Hands on to one client. */
    private static final class Follower implements Reader {
        private final SseEventSink sink;
        private final Sse sse;
        private final StreamBeats beats;
        private final OpenLines lines;
        private final AtOnce.Held open;
        private final Runnable beat = this::beat;
        private final OpenLines.Line line = this::sentAway;
        private final OutboundQueue<Outbound> queue;
        private final AtomicReference<@Nullable Subscription> following = new AtomicReference<>();
        private final AtomicReference<Standing.@Nullable Open> watched = new AtomicReference<>();

        Follower(SseEventSink sink, Sse sse, StreamBeats beats, OpenLines lines, AtOnce.Held open) {
            this.open = open;
            this.lines = lines;
            this.sink = sink;
            this.sse = sse;
            this.beats = beats;
            this.queue = new OutboundQueue<>(MAX_WAITING, this::send, Outbound::merge, this::end);
        }

        private void send(Outbound item, java.util.function.Consumer<@Nullable Throwable> sent) {
            if (sink.isClosed()) {
                end();
                sent.accept(new java.io.IOException("the client has gone"));
                return;
            }
            OutboundSseEvent.Builder event = item instanceof Outbound.Beat
                    ? sse.newEventBuilder().comment("beat")
                    : sse.newEventBuilder().data(item.json());
            if (item instanceof Outbound.Event recorded) {
                event.id(String.valueOf(recorded.event().seq()));
            }
            sink.send(event.build()).whenComplete((done, failure) -> {
                if (failure != null) {
                    end();
                }
                sent.accept(failure);
            });
        }

        @Override
        public void onEvent(RecordedEvent event) {
            queue.add(new Outbound.Event(event));
        }

        @Override
        public void onDelta(TextDelta delta) {
            queue.add(new Outbound.Delta(delta));
        }

        @Override
        public void onLoading(ModelLoading loading) {
            queue.add(new Outbound.Loading(loading));
        }

        @Override
        public void onErased() {
            end();
        }

        @Override
        public void onLost(long after) {
            end();
        }

        private void beat() {
            queue.add(new Outbound.Beat());
        }

        /** The client, or the right to follow, may have gone before either was there to be closed. */
        private void endIfGone() {
            if (sink.isClosed()) {
                end();
            }
        }

        /** While the store is away a stream stays: who asked anew would be refused, and browsers do not ask again then. */
        private void sentAway(OpenLines.Why why) {
            if (why == OpenLines.Why.LEAVING) {
                end();
            }
        }

        private void end() {
            beats.remove(beat);
            lines.remove(line);
            queue.close();
            Standing.Open watching = watched.getAndSet(null);
            if (watching != null) {
                watching.close();
            }
            open.close();
            Subscription subscription = following.getAndSet(null);
            if (subscription != null) {
                // On a thread of its own: this may be called while the conversation is being written to.
                Thread.ofVirtual().start(subscription::close);
            }
            sink.close();
        }
    }
}
