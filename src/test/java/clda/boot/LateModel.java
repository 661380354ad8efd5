package clda.boot;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.concurrent.CountDownLatch;

/** Answers in the moment in which it is no longer wanted. */
record LateModel(CountDownLatch asked, CountDownLatch left) implements ModelClient {

    @Override
    public String name() {
        return "late";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        cancellation.onCancel(left::countDown);
        asked.countDown();
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ModelReply.text("late", "just in time", null);
    }
}
