package clda.boot;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes a moment for each answer. */
final class SlowModel implements ModelClient {

    private static final int MILLIS = 50;

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var registration = cancellation.onCancel(cancelled::countDown)) {
            if (cancelled.await(MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ModelFailure(ModelFailure.Reason.CANCELLED, "cancelled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ModelReply.text("slow", "done", null);
    }
}
