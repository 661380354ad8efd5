package clda.relay;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A model that writes a piece when the test says so. */
final class PieceByPiece implements ModelClient {

    private sealed interface Step {}

    private record Piece(String text) implements Step {}

    private record Restart() implements Step {}

    private record End() implements Step {}

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final Semaphore done = new Semaphore(0);

    /** Writes it; returns when it has been shown at the node. */
    void writes(String text) {
        does(new Piece(text));
    }

    void beginsAnew() {
        does(new Restart());
    }

    void ends() {
        steps.add(new End());
    }

    private void does(Step step) {
        steps.add(step);
        done.acquireUninterruptibly();
    }

    @Override
    public String name() {
        return "piece-by-piece";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        Thread thread = Thread.currentThread();
        cancellation.onCancel(thread::interrupt);
        StringBuilder text = new StringBuilder();
        try {
            while (true) {
                switch (steps.take()) {
                    case Piece piece -> {
                        text.append(piece.text());
                        shown.text(piece.text());
                    }
                    case Restart restart -> {
                        text.setLength(0);
                        shown.restart();
                    }
                    case End end -> {
                        return ModelReply.text(name(), text.toString(), null);
                    }
                }
                done.release();
            }
        } catch (InterruptedException e) {
            throw new ModelFailure(ModelFailure.Reason.CANCELLED, "cancelled");
        }
    }
}
