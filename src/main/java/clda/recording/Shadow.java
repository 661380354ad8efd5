package clda.recording;

import clda.agent.Exchange;
import clda.agent.Prompts;
import clda.agent.Spend;
import clda.budget.Quantity;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ImageStore;
import clda.conversation.MessageUsage;
import clda.json.Canonical;
import clda.json.Worded;
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
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a recorded conversation's requests to a model again, with today's instructions and tools or others, and compares what
 * each would say and do, and what each was told and bound to. Nothing that the other asks for is done: no tool is within its
 * reach. What it uses is counted as the caller's.
 */
public final class Shadow {

    public enum Verdict implements Worded {
        /** The same calls with the same arguments, and the same words. */
        SAME,
        /** The same calls, or none, in other words. */
        OTHER_WORDS,
        OTHER_CALLS,
        /** One of the two gave no whole answer. */
        FAILED
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
            @Nullable MessageUsage usage,
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

    /**
     * One exchange, as it was and as it would be.
     *
     * @param differences between what the model was told and bound to then and what it would be today, whatever it was told now
     */
    public record Compared(
            String turnId,
            String messageId,
            Verdict verdict,
            Side recorded,
            Side shadow,
            List<Difference> differences) {

        public Compared {
            differences = List.copyOf(differences);
        }
    }

    /**
     * What the other model receives.
     *
     * @param prompts by language, in the place of the recorded instructions; empty to leave those
     * @param todaysTools whether it is told of the caller's tools of today, or else of those that were recorded
     */
    public record Terms(Map<String, String> prompts, boolean todaysTools) {

        /** The other model receives just what was recorded. */
        public static final Terms RECORDED = new Terms(Map.of(), false);

        public Terms {
            prompts = Map.copyOf(prompts);
        }
    }

    private final ExchangeBook book;
    private final ImageStore images;
    private final ConversationLog log;
    private final @Nullable ModelRouter router;
    private final Spend spend;
    private final Prompts prompts;
    private final Function<Caller, List<ToolDefinition>> tools;
    private final Supplier<String> ids;

    /**
     * @param router null if no model can be asked by name
     * @param tools that a caller may use today
     */
    public Shadow(
            ExchangeBook book,
            ImageStore images,
            ConversationLog log,
            @Nullable ModelRouter router,
            Spend spend,
            Prompts prompts,
            Function<Caller, List<ToolDefinition>> tools,
            Supplier<String> ids) {
        this.book = book;
        this.images = images;
        this.log = log;
        this.router = router;
        this.spend = spend;
        this.prompts = prompts;
        this.tools = tools;
        this.ids = ids;
    }

    /** Today's instructions and tools: those of a conversation that starts now. */
    public Terms today() {
        return new Terms(prompts.newest(), true);
    }

    /** The instructions of a version and today's tools; empty if there is no such version. */
    public Optional<Terms> under(int version) {
        Map<String, String> texts = prompts.version(version);
        return texts.isEmpty() ? Optional.empty() : Optional.of(new Terms(texts, true));
    }

    /**
     * @param caller whose conversation it is
     * @param model its configured name
     * @param terms the instructions and tools that the model receives
     * @param each receives the exchanges one by one, in order, as the answers arrive; an exception from it ends the run
     */
    public void run(Caller caller, String conversationId, String model, Terms terms, Consumer<Compared> each) {
        String language = language(conversationId);
        String today = prompts.newest().get(language);
        List<ToolDefinition> now = tools.apply(caller);
        // One after the other: people who wait for this model come first.
        for (ObjectNode json : book.of(conversationId)) {
            Exchange exchange = ExchangeJson.read(json);
            Side was = exchange.reply() == null ? Side.failed(exchange.failure()) : Side.of(exchange.reply());
            ModelRequest request = seeing(conversationId, exchange.request());
            ModelRequest told = under(terms.prompts.get(language), terms.todaysTools ? with(request, now) : request);
            Side would = ask(caller, conversationId, told, model);
            List<Difference> differences = Difference.between(request, today, now, was.calls());
            each.accept(new Compared(
                    exchange.turnId(), exchange.messageId(), verdict(was, would), was, would, differences));
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
                    model, request, new Cancellation(), spend.meter(spending, messageId, messageId, Quantity.NOTHING));
            log.append(conversationId, new Append(List.of(), spend.counting(spending, messageId, reply)));
            return Side.of(reply);
        } catch (ModelFailure failure) {
            return Side.failed(failure.reason());
        }
    }

    private ModelRequest seeing(String conversationId, ModelRequest request) {
        return saying(
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

    private static ModelRequest saying(ModelRequest request, List<ModelMessage> messages) {
        return new ModelRequest(messages, request.tools(), request.options());
    }

    private static ModelRequest with(ModelRequest request, List<ToolDefinition> tools) {
        return new ModelRequest(request.messages(), tools, request.options());
    }

    private static ModelRequest under(@Nullable String prompt, ModelRequest request) {
        if (prompt == null) {
            return request;
        }
        List<ModelMessage> messages = new ArrayList<>(request.messages());
        messages.set(0, new ModelMessage.SystemMessage(prompt));
        return saying(request, messages);
    }

    private static Verdict verdict(Side was, Side would) {
        if (was.failure() != null || would.failure() != null) {
            return Verdict.FAILED;
        }
        if (!calls(was).equals(calls(would))) {
            return Verdict.OTHER_CALLS;
        }
        return String.valueOf(was.text()).equals(would.text()) ? Verdict.SAME : Verdict.OTHER_WORDS;
    }

    private static List<String> calls(Side side) {
        return side.calls().stream()
                .map(call -> call.tool() + " " + Canonical.hash(call.arguments()))
                .toList();
    }
}
