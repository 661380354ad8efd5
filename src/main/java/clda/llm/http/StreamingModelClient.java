package clda.llm.http;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call to a model over HTTP. It happens in a virtual thread of its own; the asking thread waits with it and leaves when the
 * first token, the next token or the end takes too long, or when the turn is cancelled. From then on nothing is shown any
 * more, and the connection is closed at once: interrupting a virtual thread that waits for a socket closes the socket.
 */
public final class StreamingModelClient implements ModelClient {

    private final String name;
    private final Dialect dialect;
    private final Patience patience;
    private final ThreadFactory threads;
    private final List<String> secrets;

    /** @param threads makes virtual threads */
    public StreamingModelClient(String name, Dialect dialect, Patience patience, ThreadFactory threads) {
        this(name, dialect, patience, threads, List.of());
    }

    /**
     * @param threads makes virtual threads
     * @param secrets what is told to nobody of what the provider says
     */
    public StreamingModelClient(
            String name, Dialect dialect, Patience patience, ThreadFactory threads, List<String> secrets) {
        this.secrets = List.copyOf(secrets);
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
        private volatile long lastPiece;
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
                long now = System.nanoTime();
                boolean begun = lastPiece != 0;
                long pieceEnds = begun
                        ? lastPiece + patience.idle().toNanos()
                        : began + patience.firstToken().toNanos();
                long totalEnds = began + patience.total().toNanos();
                long left = Math.min(pieceEnds - now, totalEnds - now);
                if (left <= 0) {
                    leave(new ModelFailure(
                            Reason.TOO_SLOW,
                            totalEnds - pieceEnds < 0
                                    ? "the answer took longer than "
                                            + patience.total().toSeconds() + " s"
                                    : begun ? "the answer stalled" : "the first word did not come"));
                }
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

        /** From here on nothing of this call is shown, and nothing more is read. */
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
                read(dialect.send(body));
            } catch (ModelFailure failure) {
                reply.completeExceptionally(failure);
            } catch (Exception e) {
                reply.completeExceptionally(failure(e, request));
            } finally {
                close();
            }
        }

        private void read(Response answer) throws IOException {
            response = answer;
            Draft draft = new Draft(dialect.model());
            Arriving arriving = new Arriving(draft);
            try {
                Body.read(answer.readEntity(InputStream.class), dialect.framing(), arriving);
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
                // Clients read to the end when they close, to use the connection again. Nobody waits for this one.
                Thread.currentThread().interrupt();
            }
            if (response != null) {
                try {
                    response.close();
                } catch (RuntimeException e) {
                    // It was closed from the other side.
                }
            }
        }

        /** Lets events in and text out until the asking thread has left. */
        private final class Arriving implements Events {
            private final Draft draft;
            private final Dialect.Reader reader;

            Arriving(Draft draft) {
                this.draft = draft;
                this.reader = dialect.reader(draft);
            }

            @Override
            public boolean accept(byte[] buffer, int from, int length) throws IOException {
                lastPiece = System.nanoTime();
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

    private ModelFailure failure(Exception e, ModelRequest request) {
        return switch (e) {
            case ProviderError error -> failure(error, request);
            case ProcessingException network ->
                notSent(network)
                        ? new ModelFailure(Reason.UNREACHABLE, "it cannot be reached", e)
                        : new ModelFailure(Reason.BROKEN, "the connection failed", e);
            case IOException network -> new ModelFailure(Reason.BROKEN, "the answer broke off or cannot be read", e);
            default -> new ModelFailure(Reason.BROKEN, "the call failed", e);
        };
    }

    private ModelFailure failure(ProviderError error, ModelRequest request) {
        String sent = ProviderWords.sent(request);
        Wordings.Meaning meaning = Wordings.of(error.complaint(), sent);
        String message = String.valueOf(error.getMessage());
        // Behind an error of the server or of what stands before it, the model may have worked.
        ModelFailure failure = error.isInStream() || meaning.reason() == Reason.SERVER_ERROR
                ? new ModelFailure(meaning.reason(), message, error.after(), error)
                : ModelFailure.turnedAway(meaning.reason(), message, error.after(), error);
        String said = new ProviderWords(sent, dialect.model(), secrets)
                .clean(error.complaint().words());
        ModelFailure.Window window = meaning.window();
        return window == null ? failure.saying(said) : failure.saying(said).of(window);
    }

    private static boolean notSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException timeout && isConnect(timeout)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnect(SocketTimeoutException timeout) {
        String message = timeout.getMessage();
        return message != null && message.toLowerCase(java.util.Locale.ROOT).contains("connect");
    }
}
