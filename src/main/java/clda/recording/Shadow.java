package clda.recording;

import clda.agent.Exchange;
import clda.agent.Prompts;
import clda.agent.Spend;
import clda.budget.Amount;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.Usage;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ImageStore;
import clda.effects.Canonical;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.Image;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelRouter;
import clda.security.Caller;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a model was asked in a recorded conversation to another model, or under another prompt, and compares what each
 * would say and do. Nothing that the other asks for is done: no tool is within its reach. What it uses is counted as the
 * caller's.
 */
public final class Shadow {

    public enum Verdict {
        /** The same calls with the same arguments, and the same words. */
        same,
        /** The same calls, or none, in other words. */
        other_words,
        other_calls,
        /** One of the two gave no whole answer. */
        failed
    }

    /**
     * Without secrets.
     *
     * @param failure why there is no answer, as a word of {@link Reason}; null if there is one
     */
    public record Side(
            @Nullable String model,
            @Nullable String text,
            List<ProposedCall> calls,
            @Nullable Usage usage,
            @Nullable String failure) {

        static Side of(ModelReply reply) {
            return new Side(
                    reply.model(),
                    Secrets.removed(reply.text()),
                    reply.calls().stream()
                            .map(call -> new ProposedCall(call.tool(), Secrets.removed(call.arguments())))
                            .toList(),
                    reply.usage(),
                    null);
        }

        static Side failed(@Nullable Reason reason) {
            String word = reason == null ? "unknown" : reason.name().toLowerCase(Locale.ROOT);
            return new Side(null, null, List.of(), null, word);
        }
    }

    /** One exchange, as it was and as it would be. */
    public record Compared(String turnId, String messageId, Verdict verdict, Side recorded, Side shadow) {}

    private final ExchangeBook book;
    private final ImageStore images;
    private final ConversationLog log;
    private final @Nullable ModelRouter router;
    private final Spend spend;
    private final Prompts prompts;
    private final Supplier<String> ids;

    /** @param router null if no model can be asked by name */
    public Shadow(
            ExchangeBook book,
            ImageStore images,
            ConversationLog log,
            @Nullable ModelRouter router,
            Spend spend,
            Prompts prompts,
            Supplier<String> ids) {
        this.book = book;
        this.images = images;
        this.log = log;
        this.router = router;
        this.spend = spend;
        this.prompts = prompts;
        this.ids = ids;
    }

    /** The prompts of a version, by language; empty if there is no such version. */
    public Map<String, String> prompts(int version) {
        return prompts.version(version);
    }

    /**
     * @param caller whose conversation it is
     * @param model its configured name
     * @param prompts by language, to be put in the place of the recorded one; empty to leave that
     * @param each is told of one exchange after the other, in their order, as the answers come; what it throws ends the run
     */
    public void run(
            Caller caller, String conversationId, String model, Map<String, String> prompts, Consumer<Compared> each) {
        String prompt = prompts.isEmpty() ? null : prompts.get(language(conversationId));
        // One after the other: people who wait for this model come first.
        for (ObjectNode json : book.of(conversationId)) {
            Exchange exchange = ExchangeJson.read(json);
            Side was = exchange.reply() == null ? Side.failed(exchange.failure()) : Side.of(exchange.reply());
            ModelRequest request = under(prompt, seeing(conversationId, exchange.request()));
            Side would = ask(caller, conversationId, request, model);
            each.accept(new Compared(exchange.turnId(), exchange.messageId(), verdict(was, would), was, would));
        }
    }

    private String language(String conversationId) {
        return log.view(conversationId, Conversation::prompt)
                .map(pinned -> pinned.language())
                .orElse("en");
    }

    private Side ask(Caller caller, String conversationId, ModelRequest request, String model) {
        if (router == null) {
            return Side.failed(Reason.UNREACHABLE);
        }
        String messageId = "shadow-" + ids.get();
        Spending spending = spend.budget().spending(caller.tenant(), caller.user(), conversationId);
        try {
            ModelReply reply = router.only(
                    model, request, new Cancellation(), spend.meter(spending, messageId, messageId, Amount.NOTHING));
            log.append(conversationId, new Append(List.of(), spend.counting(spending, messageId, reply)));
            return Side.of(reply);
        } catch (ModelFailure failure) {
            return Side.failed(failure.reason());
        }
    }

    private ModelRequest seeing(String conversationId, ModelRequest request) {
        return with(
                request,
                request.messages().stream()
                        .map(message -> message instanceof UserMessage said
                                ? new UserMessage(said.text(), seen(conversationId, said.images()))
                                : message)
                        .toList());
    }

    private List<Image> seen(String conversationId, List<Image> recorded) {
        return recorded.stream()
                .flatMap(image -> images.find(conversationId, image.id()).stream())
                .map(Image::of)
                .toList();
    }

    private static ModelRequest with(ModelRequest request, List<ModelMessage> messages) {
        return new ModelRequest(messages, request.tools(), request.dialogue(), request.options());
    }

    private static ModelRequest under(@Nullable String prompt, ModelRequest request) {
        if (prompt == null) {
            return request;
        }
        List<ModelMessage> messages = new ArrayList<>(request.messages());
        messages.set(0, new ModelMessage.SystemMessage(prompt));
        return with(request, messages);
    }

    private static Verdict verdict(Side was, Side would) {
        if (was.failure() != null || would.failure() != null) {
            return Verdict.failed;
        }
        if (!calls(was).equals(calls(would))) {
            return Verdict.other_calls;
        }
        return String.valueOf(was.text()).equals(would.text()) ? Verdict.same : Verdict.other_words;
    }

    private static List<String> calls(Side side) {
        return side.calls().stream()
                .map(call -> call.tool() + " " + Canonical.hash(call.arguments()))
                .toList();
    }
}
