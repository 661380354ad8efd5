package clda.llm.openai;

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
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call. The call runs on a thread of its own; the asking thread watches the clock and leaves when the first
 * token, the next token or the end takes too long, or when the turn is cancelled. From then on nothing is shown any more, and
 * the connection is closed as soon as the call comes back from the network.
 */
public final class OpenAiModelClient implements ModelClient {

    private static final Duration MOST_RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * How long to wait.
     *
     * @param firstToken from the request to the first piece of the answer
     * @param idle between two pieces
     * @param total for the whole answer
     */
    public record Patience(Duration firstToken, Duration idle, Duration total) {}

    private final ChatCompletionsApi api;
    private final ChatRequest requests = new ChatRequest();
    private final String model;
    private final @Nullable String authorization;
    private final Patience patience;
    private final ThreadFactory threads;

    /** @param apiKey null for servers that want none */
    public OpenAiModelClient(
            ChatCompletionsApi api, String model, @Nullable String apiKey, Patience patience, ThreadFactory threads) {
        this.api = api;
        this.model = model;
        this.authorization = apiKey == null ? null : "Bearer " + apiKey;
        this.patience = patience;
        this.threads = threads;
    }

    @Override
    public String name() {
        return model;
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        Call call = new Call(requests.body(model, request), shown);
        threads.newThread(call).start();
        try (var registration = cancellation.onCancel(
                () -> call.leave(new ModelFailure(Reason.CANCELLED, "cancelled while answering")))) {
            return call.await();
        }
    }

    private final class Call implements Runnable {
        private final byte[] body;
        private final TextSink shown;
        private final CompletableFuture<ModelReply> reply = new CompletableFuture<>();
        private final long began = System.nanoTime();
        private volatile long lastPiece;
        private @Nullable Response response;

        Call(byte[] body, TextSink shown) {
            this.body = body;
            this.shown = shown;
        }

        ModelReply await() {
            while (true) {
                long now = System.nanoTime();
                boolean begun = lastPiece != 0;
                long pieceEnds = begun
                        ? lastPiece + patience.idle().toNanos()
                        : began + patience.firstToken().toNanos();
                long ends = Math.min(pieceEnds, began + patience.total().toNanos());
                if (ends - now <= 0) {
                    leave(new ModelFailure(
                            Reason.TOO_SLOW,
                            pieceEnds - ends > 0
                                    ? "the answer took longer than "
                                            + patience.total().toSeconds() + " s"
                                    : begun ? "the answer stalled" : "the first word did not come"));
                }
                try {
                    return reply.get(Math.max(1, ends - now), TimeUnit.NANOSECONDS);
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

        /** From here on nothing of this call is shown. */
        private synchronized void leave(ModelFailure why) {
            reply.completeExceptionally(why);
        }

        @Override
        public void run() {
            try {
                read(send(true));
            } catch (ModelFailure failure) {
                reply.completeExceptionally(failure);
            } catch (Exception e) {
                reply.completeExceptionally(failure(e));
            } finally {
                close();
            }
        }

        private Response send(boolean mayWait) throws InterruptedException {
            try {
                return api.stream(authorization, body);
            } catch (HttpFailure.Later later) {
                if (mayWait && later.after().compareTo(MOST_RETRY_AFTER) <= 0 && !reply.isDone()) {
                    Thread.sleep(later.after());
                    return send(false);
                }
                throw later;
            }
        }

        private void read(Response answer) throws IOException {
            response = answer;
            ChunkReader chunks = new ChunkReader(model, new Gate());
            try (InputStream in = answer.readEntity(InputStream.class)) {
                new SseLines(in).read(new SseLines.Data() {
                    @Override
                    public boolean accept(byte[] buffer, int from, int length) {
                        lastPiece = System.nanoTime();
                        if (isDone(buffer, from, length)) {
                            return true;
                        }
                        if (reply.isDone()) {
                            return false;
                        }
                        chunks.chunk(buffer, from, length);
                        return true;
                    }

                    @Override
                    public void caughtUp() {
                        chunks.show();
                    }
                });
            } catch (IOException e) {
                // An answer with a finish reason is whole, whatever becomes of the connection.
                if (!chunks.isWhole()) {
                    throw e;
                }
            }
            chunks.show();
            reply.complete(chunks.reply());
        }

        private static boolean isDone(byte[] buffer, int from, int length) {
            return length == 6 && buffer[from] == '[' && buffer[from + 1] == 'D' && buffer[from + 5] == ']';
        }

        private void close() {
            if (response != null) {
                try {
                    response.close();
                } catch (ProcessingException e) {
                    // It was closed from the other side.
                }
            }
        }

        private static ModelFailure failure(Exception e) {
            return switch (e) {
                case HttpFailure.Later later -> new ModelFailure(Reason.BUSY, "HTTP " + later.status(), e);
                case HttpFailure.Passing passing ->
                    new ModelFailure(
                            passing.status() == 429 ? Reason.BUSY : Reason.SERVER_ERROR, "HTTP " + passing.status(), e);
                case HttpFailure refused -> new ModelFailure(Reason.REFUSED, "HTTP " + refused.status(), e);
                case CircuitBreakerOpenException open ->
                    new ModelFailure(Reason.UNREACHABLE, "it has failed too often and is left alone for a while", e);
                case BulkheadException full -> new ModelFailure(Reason.BUSY, "too many calls at once", e);
                case ProcessingException network ->
                    new ModelFailure(
                            network.getCause() instanceof ConnectException
                                            || network.getCause() instanceof UnknownHostException
                                    ? Reason.UNREACHABLE
                                    : Reason.BROKEN,
                            "the connection failed",
                            e);
                case IOException network -> new ModelFailure(Reason.BROKEN, "the answer broke off", e);
                default -> new ModelFailure(Reason.BROKEN, "the call failed", e);
            };
        }

        /** Lets text through until the asking thread has left. */
        private final class Gate implements TextSink {
            @Override
            public void text(String piece) {
                synchronized (Call.this) {
                    if (!reply.isDone()) {
                        shown.text(piece);
                    }
                }
            }

            @Override
            public void restart() {
                throw new IllegalStateException("an answer does not begin anew by itself");
            }
        }
    }
}
