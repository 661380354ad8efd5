package clda.agent;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationSummarized;
import clda.conversation.ConversationEvent.PromptPinned;
import clda.conversation.ImageStore;
import clda.conversation.MessageUsage;
import clda.conversation.SummaryNote;
import clda.conversation.Turn;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.memory.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a conversation that a model is given: the system prompt, what the user has asked to be remembered, notes on the
 * earlier conversation, the turns since then, and the turn in progress. An assistant message with calls and the results of
 * these calls are kept or dropped together.
 *
 * <p>The notes change only when the window is full; then notes replace turns until half of the window is free. In between, each
 * request begins with the previous one, which providers cache. Only the turns since the notes are read, however long the
 * conversation is.
 */
public final class ContextWindow {

    private static final int PER_MESSAGE = 6;

    /** Tokens of an image: according to Anthropic's documentation, about 1,600 for the largest that is not scaled down. */
    static final int PER_IMAGE = 1_600;

    /** Number of the latest images that are sent again; older ones are only mentioned. */
    private static final int SHOWN_AGAIN = 8;

    /** Maximum bytes of notes per token of the window: about a fifth of the window, in both English and Chinese. */
    private static final double NOTED_BYTES_PER_TOKEN = 0.8;

    /** Divisor of the window for what is remembered of a user, which takes at most an eighth. */
    private static final int REMEMBERED_PART = 8;

    /**
     * What to send to the model.
     *
     * @param summarized new notes to be stored first, since the messages contain them; null if there are none
     * @param canBeShorter whether it contains turns that notes could replace
     */
    public record View(
            List<ModelMessage> messages, @Nullable ConversationSummarized summarized, boolean canBeShorter) {}

    private final Prompts prompts;
    private final ImageStore images;
    private final int tokens;
    private final TokenCounter counter;

    public ContextWindow(Prompts prompts, ImageStore images, int tokens, TokenCounter counter) {
        this.prompts = prompts;
        this.images = images;
        this.tokens = tokens;
        this.counter = counter;
    }

    /** The prompt that is to be pinned in the conversation for the turn; empty if it is already pinned. */
    Optional<PromptPinned> unpinned(Conversation conversation, String turnId) {
        PromptPinned wanted = prompts.of(conversation, turnId);
        return wanted.equals(conversation.prompt()) ? Optional.empty() : Optional.of(wanted);
    }

    /**
     * The view for the next step of the turn.
     *
     * @param facts about the user, ordered by number, including those from other conversations
     */
    public View of(Conversation conversation, String turnId, List<Fact> facts) {
        return of(conversation, turnId, facts, tokens);
    }

    /**
     * The same for a model with a smaller window.
     *
     * @param room how many tokens the request may have
     */
    View of(Conversation conversation, String turnId, List<Fact> facts, int room) {
        int tokens = Math.min(room, this.tokens);
        Parts parts = parts(conversation, turnId, facts, tokens);
        View view = parts.view();
        ConversationSummarized summary = parts.summary();
        List<Turn> past = parts.past();
        Turn current = parts.current();
        Optional<Told> told = told(summary, past, current);
        if (past.isEmpty() || fits(view, told, tokens)) {
            return view;
        }
        // Tokens that the provider counts but we do not, such as the tools, or counts differently.
        int unseen = told.map(it ->
                        (int) Math.clamp(it.now(counter::count) - cost(view.messages(), counter::count), 0, tokens))
                .orElse(0);
        List<Turn> ended = ended(past);
        return ended.isEmpty() ? view : shorter(parts, ended, unseen, tokens);
    }

    /**
     * A shorter view for the same step, after the model has reported that the request was too long.
     *
     * @param room how many tokens a request may have, as far as is known
     * @param told what the model reported
     * @return empty if there is no turn that notes could replace
     */
    Optional<View> again(
            Conversation conversation, String turnId, List<Fact> facts, int room, ModelFailure.Window told) {
        int tokens = Math.min(room, this.tokens);
        Parts parts = parts(conversation, turnId, facts, tokens);
        List<Turn> ended = ended(parts.past());
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        int counted = cost(parts.view().messages(), counter::count);
        // If the size of the model's window is unknown, it is at least smaller than this request.
        int max = Math.min(tokens, Math.max(counted * 3 / 4, 1));
        int unseen = told.asked() == null ? 0 : Math.clamp(told.asked() - (long) counted, 0, max);
        return Optional.of(shorter(parts, ended, unseen, max));
    }

    /** The parts of a request. */
    private record Parts(
            String conversationId,
            List<ModelMessage> head,
            @Nullable ConversationSummarized summary,
            List<Turn> past,
            Turn current,
            View view) {}

    private Parts parts(Conversation conversation, String turnId, List<Fact> facts, int tokens) {
        Deque<Turn> since = new ArrayDeque<>();
        ConversationSummarized summary = since(conversation, turnId, since);
        Turn current = since.removeLast();
        List<Turn> past = since.stream()
                .filter(turn -> turn.state().settled() || turn.state() == Turn.State.AWAITING_APPROVAL)
                .toList();
        List<ModelMessage> head =
                head(prompts.text(prompts.of(conversation, turnId)), conversation.id(), facts, tokens);
        View view = view(conversation.id(), head, summary, past, current);
        return new Parts(conversation.id(), head, summary, past, current, view);
    }

    private static List<Turn> ended(List<Turn> past) {
        return past.stream().filter(turn -> turn.state().settled()).toList();
    }

    /**
     * The tokens that the provider counted for the previous request, with which this one begins, and for its answer.
     *
     * @param since the messages of this request after these
     */
    private record Told(long tokens, List<ModelMessage> since, int imagesSince) {
        long now(ToIntFunction<String> count) {
            return tokens + cost(since, count) + (long) imagesSince * PER_IMAGE;
        }
    }

    /**
     * Exact counting needs tables that take half a second to load, and time for each word; the upper bound is usually enough.
     */
    private boolean fits(View view, Optional<Told> told, int tokens) {
        return Stream.<ToIntFunction<String>>of(counter::upperBound, counter::count)
                .anyMatch(count ->
                        told.map(it -> it.now(count)).orElseGet(() -> (long) cost(view.messages(), count)) <= tokens);
    }

    /** The count for the newest answer that was requested with these notes; empty if there is none. */
    private static Optional<Told> told(@Nullable ConversationSummarized summary, List<Turn> past, Turn current) {
        List<ModelMessage> since = new ArrayList<>();
        int images = 0;
        List<Turn> turns = new ArrayList<>(past);
        turns.add(current);
        for (Turn turn : turns.reversed()) {
            if (summary != null && summary.equals(turn.summary())) {
                // Some requests of this turn were made before these notes.
                return Optional.empty();
            }
            Optional<Turn.Reply> reply = turn.replies().stream()
                    .filter(each -> each.message().usage() != null)
                    .reduce((one, next) -> next);
            if (reply.isPresent() && turn.state() != Turn.State.AWAITING_APPROVAL) {
                MessageUsage usage =
                        Objects.requireNonNull(reply.get().message().usage());
                since.addAll(TurnMessages.after(turn, reply.get().step()));
                return Optional.of(new Told(usage.inputTokens() + usage.outputTokens(), since, images));
            }
            since.addAll(TurnMessages.of(turn, List.of()));
            images += turn.images().size();
        }
        return Optional.empty();
    }

    private List<ModelMessage> head(String prompt, String conversationId, List<Fact> facts, int tokens) {
        List<ModelMessage> head = new ArrayList<>();
        head.add(new ModelMessage.SystemMessage(prompt));
        List<Fact> known =
                facts.stream().filter(fact -> fact.mattersIn(conversationId)).toList();
        if (!known.isEmpty()) {
            head.add(new ModelMessage.SystemMessage(MemoryWords.of(known, tokens / REMEMBERED_PART, counter)));
        }
        return head;
    }

    /** Goes back to the newest notes and collects the turns that they do not cover, oldest first. */
    private static @Nullable ConversationSummarized since(Conversation conversation, String turnId, Deque<Turn> since) {
        ConversationSummarized summary = null;
        for (String id = turnId; id != null && (summary == null || !id.equals(summary.through())); ) {
            Turn turn = conversation.turn(id);
            since.addFirst(turn);
            if (summary == null) {
                summary = turn.summary();
            }
            id = turn.follows();
        }
        return summary;
    }

    private View view(
            String conversationId,
            List<ModelMessage> head,
            @Nullable ConversationSummarized summary,
            List<Turn> past,
            Turn current) {
        List<ModelMessage> messages = new ArrayList<>(head);
        if (summary != null) {
            messages.add(new ModelMessage.SystemMessage(Notes.words(summary.notes())));
        }
        int room = SHOWN_AGAIN - current.images().size();
        Map<String, List<ModelMessage.Image>> shown = new HashMap<>();
        for (Turn turn : past.reversed()) {
            room -= turn.images().size();
            if (room >= 0) {
                shown.put(turn.id(), seen(conversationId, turn));
            }
        }
        past.forEach(turn -> messages.addAll(TurnMessages.of(turn, shown.getOrDefault(turn.id(), List.of()))));
        messages.addAll(TurnMessages.of(current, seen(conversationId, current)));
        return new View(messages, null, !ended(past).isEmpty());
    }

    private View shorter(Parts parts, List<Turn> past, int unseen, int tokens) {
        List<ModelMessage> head = parts.head();
        Turn current = parts.current();
        ConversationSummarized before = parts.summary();
        int max = (int) (tokens * NOTED_BYTES_PER_TOKEN);
        List<SummaryNote> noted = before == null ? List.of() : before.notes();
        // Whatever a provider counts, half of the room stays available for text.
        int room = tokens / 2 - Math.min(unseen, tokens / 4) - cost(head, counter::count) - cost(current);
        int kept = past.size();
        while (kept > 0) {
            room -= cost(past.get(kept - 1));
            if (room < 0) {
                break;
            }
            kept--;
        }
        // At least one turn is dropped, since otherwise nothing would be gained.
        int gone = Math.max(1, kept);
        ConversationSummarized summary =
                new ConversationSummarized(past.get(gone - 1).id(), Notes.of(noted, past.subList(0, gone), max));
        View view = view(parts.conversationId(), head, summary, past.subList(gone, past.size()), current);
        return new View(view.messages(), summary, view.canBeShorter());
    }

    private int cost(Turn turn) {
        return cost(TurnMessages.of(turn, List.of()), counter::count)
                + turn.images().size() * PER_IMAGE;
    }

    private static int cost(List<ModelMessage> messages, ToIntFunction<String> count) {
        int sum = 0;
        for (ModelMessage message : messages) {
            sum += PER_MESSAGE;
            switch (message) {
                case ModelMessage.SystemMessage system -> sum += count.applyAsInt(system.text());
                case ModelMessage.UserMessage user ->
                    sum += count.applyAsInt(user.text()) + user.images().size() * PER_IMAGE;
                case ModelMessage.NoticeMessage notice -> sum += count.applyAsInt(notice.words());
                case ModelMessage.ToolMessage tool ->
                    sum += count.applyAsInt(tool.outcome().toString());
                case ModelMessage.AssistantMessage assistant -> {
                    sum += count.applyAsInt(assistant.text());
                    for (ModelMessage.PastCall call : assistant.calls()) {
                        sum += count.applyAsInt(call.tool() + call.arguments()) + PER_MESSAGE;
                    }
                }
            }
        }
        return sum;
    }

    private List<ModelMessage.Image> seen(String conversationId, Turn turn) {
        return turn.images().stream()
                .flatMap(image -> images.find(conversationId, image.id()).stream())
                .map(ModelMessage.Image::of)
                .toList();
    }
}
