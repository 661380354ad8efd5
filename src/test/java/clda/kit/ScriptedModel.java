package clda.kit;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.tools.CallArguments;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A model that answers what it was told to, in order, and remembers what it was asked. */
public final class ScriptedModel implements ModelClient {

    private sealed interface Line {}

    private record Reply(ModelReply reply) implements Line {}

    private record Hang(CountDownLatch asked) implements Line {}

    private record Failure(String shown, ModelFailure failure) implements Line {}

    private final Queue<Line> script = new ConcurrentLinkedQueue<>();
    private final List<ModelRequest> asked = new CopyOnWriteArrayList<>();

    public ScriptedModel answersWith(String text) {
        script.add(new Reply(ModelReply.text("scripted", text, null)));
        return this;
    }

    public ScriptedModel callsTool(String tool, String arguments) {
        return callsTools(call(tool, arguments));
    }

    public ScriptedModel callsTools(ModelReply.ProposedCall... calls) {
        script.add(new Reply(ModelReply.calls("scripted", List.of(calls))));
        return this;
    }

    public ScriptedModel replies(ModelReply reply) {
        script.add(new Reply(reply));
        return this;
    }

    public ScriptedModel failsWith(ModelFailure.Reason reason) {
        script.add(new Failure("", new ModelFailure(reason, "scripted failure")));
        return this;
    }

    public ScriptedModel breaksAfter(String shown) {
        script.add(new Failure(shown, new ModelFailure(ModelFailure.Reason.BROKEN, "scripted failure")));
        return this;
    }

    /** Says a few words and then nothing more until it is cancelled. */
    public CountDownLatch hangs() {
        Hang hang = new Hang(new CountDownLatch(1));
        script.add(hang);
        return hang.asked();
    }

    /** @param arguments as a provider would hand them over, JSON or not */
    public static ModelReply.ProposedCall call(String tool, String arguments) {
        return new ModelReply.ProposedCall(tool, CallArguments.read(arguments));
    }

    public List<ModelRequest> asked() {
        return asked;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        asked.add(request);
        Line line = script.poll();
        return switch (line) {
            case null -> ModelReply.text("scripted", "(nothing scripted)", null);
            case Reply reply -> {
                if (!reply.reply().text().isEmpty()) {
                    shown.text(reply.reply().text());
                }
                yield reply.reply();
            }
            case Failure failure -> {
                shown.text(failure.shown());
                throw failure.failure();
            }
            case Hang hang -> {
                shown.text("Let me think");
                Semaphore cancelled = new Semaphore(0);
                cancellation.onCancel(cancelled::release);
                hang.asked().countDown();
                cancelled.acquireUninterruptibly();
                throw new ModelFailure(ModelFailure.Reason.CANCELLED, "cancelled");
            }
        };
    }
}
