package clda.llm.http;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call to a model over HTTP. It runs in a separate virtual thread; the calling thread waits for it and gives
 * up when the first token, the next token or the end takes too long, or when the turn is cancelled. From then on nothing
 * is shown any more, and the connection is closed at once: interrupting a virtual thread that waits for a socket closes
 * the socket.
 */
public final class StreamingModelClient implements ModelClient {

    /** Pause between two requests to a server that reports that it is loading the model. */
    private static final Duration HAS_IT_LOADED = Duration.ofMillis(500);

    private final String name;
    private final Dialect dialect;
    private final Patience patience;
    private final ThreadFactory threads;
    private final Failures failures;
    private final FirstHeaders headers;

    /** @param threads makes virtual threads */
    public StreamingModelClient(String name, Dialect dialect, Patience patience, ThreadFactory threads) {
        this(name, dialect, patience, threads, List.of(), FirstHeaders.PLAIN);
    }

    /**
     * @param threads makes virtual threads
     * @param secrets strings to be removed from what the provider says
     * @param headers makes the call until the headers have come
     */
    public StreamingModelClient(
            String name,
            Dialect dialect,
            Patience patience,
            ThreadFactory threads,
            List<String> secrets,
            FirstHeaders headers) {
        this.headers = headers;
        this.failures = new Failures(dialect.model(), secrets);
        this.name = name;
        this.dialect = dialect;
        this.patience = patience;
        this.threads = threads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        Call call = new Call(request, shown);
        try (var registration = cancellation.onCancel(
                () -> call.leave(new ModelFailure(Reason.CANCELLED, "cancelled while answering")))) {
            call.start();
            return call.await();
        }
    }

    private final class Call implements Runnable {
        private final ModelRequest request;
        private final byte[] body;
        private final TextSink shown;
        private final Thread thread;
        private final CompletableFuture<ModelReply> reply = new CompletableFuture<>();
        private final long began = System.nanoTime();
        /** When something came for the first time and for the last; 0 before. */
        private volatile long firstHeard;

        private volatile long lastHeard;
        private volatile boolean loads;
        private boolean toldLoading;
        private boolean wasRepeated;
        private @Nullable Response response;

        Call(ModelRequest request, TextSink shown) {
            this.request = request;
            this.body = dialect.body(request.withoutSpecialTokens());
            this.shown = shown;
            this.thread = threads.newThread(this);
        }

        void start() {
            thread.start();
        }

        ModelReply await() {
            while (true) {
                long left = left();
                try {
                    return reply.get(Math.max(1, left), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    continue;
                } catch (InterruptedException e) {
                    leave(new ModelFailure(Reason.CANCELLED, "interrupted while answering"));
                    Thread.currentThread().interrupt();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof ModelFailure failure) {
                        throw failure;
                    }
                    throw new ModelFailure(Reason.BROKEN, "the call failed", e.getCause());
                }
            }
        }

        /** How long to wait for what comes next, in nanoseconds. Leaves when it has taken too long. */
        private long left() {
            long now = System.nanoTime();
            if (firstHeard == 0) {
                long left = began + (loads ? patience.whileLoading() : patience.first()).toNanos() - now;
                if (left <= 0) {
                    leave(new ModelFailure(Reason.TOO_SLOW, "the first word did not come"));
                }
                return patience.mayLoad() ? Math.min(left, untilLoading(now)) : left;
            }
            long pieceEnds = lastHeard + patience.idle().toNanos();
            long totalEnds = (loads || patience.mayLoad() ? firstHeard : began)
                    + patience.total().toNanos();
            if (pieceEnds - now <= 0 || totalEnds - now <= 0) {
                leave(new ModelFailure(
                        Reason.TOO_SLOW,
                        totalEnds - pieceEnds < 0
                                ? "the answer took longer than "
                                        + patience.total().toSeconds() + " s"
                                : "the answer stalled"));
            }
            return Math.min(pieceEnds - now, totalEnds - now);
        }

        /** Says once that the model is being loaded, when nothing has come for a while. */
        private long untilLoading(long now) {
            long until = began + patience.isLoadingAfter().toNanos() - now;
            if (until > 0) {
                return until;
            }
            tellLoading();
            return Long.MAX_VALUE;
        }

        private synchronized void tellLoading() {
            if (!toldLoading && firstHeard == 0 && !reply.isDone()) {
                toldLoading = true;
                shown.loading();
            }
        }

        private void heard() {
            long now = System.nanoTime();
            if (firstHeard == 0) {
                firstHeard = now;
            }
            lastHeard = now;
        }

        /** Gives up the call: from here on nothing of it is shown, and nothing more is read. */
        private void leave(ModelFailure why) {
            boolean left;
            synchronized (this) {
                left = reply.completeExceptionally(why);
            }
            if (left) {
                thread.interrupt();
            }
        }

        @Override
        public void run() {
            if (reply.isDone()) {
                // Left before this thread was there to be interrupted.
                return;
            }
            try {
                read(answer());
            } catch (Exception e) {
                ModelFailure failure = failures.of(e, ProviderWords.sent(request));
                reply.completeExceptionally(wasRepeated ? failure.afterRepeating() : failure);
            } finally {
                close();
            }
        }

        /** Repeats the request while the server reports that it is loading the model. */
        private Response answer() throws InterruptedException {
            FirstHeaders how = request.options().repeats() ? FirstHeaders.PLAIN : headers;
            while (true) {
                FirstHeaders.Call sending = new FirstHeaders.Call(() -> dialect.send(body), () -> !reply.isDone());
                try {
                    return how.of(sending);
                } catch (RuntimeException e) {
                    if (!Failures.isLoading(e)) {
                        throw e;
                    }
                    loads = true;
                    tellLoading();
                    Thread.sleep(HAS_IT_LOADED);
                } finally {
                    wasRepeated = sending.wasRepeated();
                }
            }
        }

        private void read(Response answer) throws IOException {
            response = answer;
            Draft draft = new Draft(dialect.model());
            Arriving arriving = new Arriving(draft);
            try {
                ReplyBody.read(
                        new SignsOfLife(answer.readEntity(InputStream.class), this::heard),
                        dialect.framing(),
                        arriving);
            } catch (IOException | RuntimeException e) {
                // An answer that has said how it ends is whole, whatever becomes of the connection.
                if (!draft.isWhole() || e instanceof ModelFailure || e instanceof ProviderError) {
                    throw e;
                }
            }
            arriving.caughtUp();
            reply.complete(draft.reply());
        }

        private void close() {
            if (reply.isCompletedExceptionally()) {
                // On close, clients read to the end to reuse the connection. The interrupt prevents
                // that here.
                Thread.currentThread().interrupt();
            }
            if (response != null) {
                try {
                    response.close();
                } catch (RuntimeException e) {
                    // The remote system closed it.
                }
            }
        }

        /** Accepts events and passes text on until the calling thread has given up. */
        private final class Arriving implements Events {
            private final Draft draft;
            private final Dialect.Reader reader;

            Arriving(Draft draft) {
                this.draft = draft;
                this.reader = dialect.reader(draft);
            }

            @Override
            public boolean accept(byte[] buffer, int from, int length) throws IOException {
                if (reply.isDone()) {
                    return false;
                }
                reader.event(buffer, from, length);
                return true;
            }

            @Override
            public void caughtUp() {
                String news = draft.news();
                if (news.isEmpty()) {
                    return;
                }
                synchronized (Call.this) {
                    if (!reply.isDone()) {
                        shown.text(news);
                    }
                }
            }
        }
    }
}
