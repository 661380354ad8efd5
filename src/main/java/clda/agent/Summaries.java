package clda.agent;

import clda.budget.Quantity;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationSummarized;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.DraftEvent;
import clda.conversation.SummaryNote;
import clda.conversation.Turn;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Options;
import clda.llm.ModelRequest.Purpose;
import clda.llm.SpecialTokens;
import clda.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of the turns that notes replace. A model writes one each time notes were made, after the turn that made them. A
 * summary is kept in addition to the notes and never replaces them: quotations in the notes are exact, a summary may be wrong.
 */
public final class Summaries implements AfterTurn {

    private static final Logger LOG = System.getLogger(Summaries.class.getName());
    private static final int MAX_TOKENS = 400;
    private static final int LONGEST = 1_000;
    private static final int LONGEST_READ = 12_000;
    private static final int LONGEST_SAID = 600;

    private final ConversationLog log;
    private final ModelClient model;
    private final Spend spend;
    private final String prompt = Prompts.read("summary.md");

    public Summaries(ConversationLog log, ModelClient model, Spend spend) {
        this.log = log;
        this.model = model;
        this.spend = spend;
    }

    /** What is to be summarized: the notes that the last turn has made, and the text that they replace. */
    private record Due(ConversationHead head, String turnId, ConversationSummarized summary, String words) {}

    @Override
    public void afterTurn(String conversationId) {
        log.view(conversationId, Summaries::due).flatMap(due -> due).ifPresent(this::sumUp);
    }

    private static Optional<Due> due(Conversation conversation) {
        String tip = conversation.tip();
        if (tip == null) {
            return Optional.empty();
        }
        ConversationSummarized summary = conversation.turn(tip).summary();
        if (summary == null
                || gist(summary.notes())
                        .filter(gist -> gist.turnId().equals(summary.through()))
                        .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Due(conversation.head(), tip, summary, words(conversation, summary)));
    }

    private static Optional<SummaryNote> gist(List<SummaryNote> notes) {
        return notes.stream()
                .filter(note -> note.kind() == SummaryNote.Kind.GIST)
                .findFirst();
    }

    /** The previous summary and the turns since then, as many of the newest as fit. */
    private static String words(Conversation conversation, ConversationSummarized summary) {
        Optional<SummaryNote> before = gist(summary.notes());
        Deque<String> turns = new ArrayDeque<>();
        int room = LONGEST_READ;
        for (String id = summary.through(); id != null && !isGistOf(before, id); ) {
            Turn turn = conversation.turn(id);
            String words = "> " + shortened(turn.text()) + "\n\n" + shortened(turn.reply()) + "\n\n";
            room -= words.length();
            if (room < 0) {
                break;
            }
            turns.addFirst(words);
            id = turn.follows();
        }
        return "Summary until now: " + before.map(SummaryNote::text).orElse("none") + "\n\n" + String.join("", turns);
    }

    private static boolean isGistOf(Optional<SummaryNote> gist, String turnId) {
        return gist.filter(note -> note.turnId().equals(turnId)).isPresent();
    }

    private static String shortened(@Nullable String text) {
        if (text == null) {
            return "";
        }
        int end = text.offsetByCodePoints(0, Math.min(LONGEST_SAID, text.codePointCount(0, text.length())));
        return text.substring(0, end);
    }

    private void sumUp(Due due) {
        ModelRequest request = new ModelRequest(
                List.of(
                        new ModelMessage.SystemMessage(prompt),
                        new ModelMessage.UserMessage(SpecialTokens.broken(due.words))),
                List.of(),
                new Options(Purpose.SUMMARY, null, null, MAX_TOKENS, null));
        ConversationHead head = due.head;
        String messageId = "summary-" + due.summary.through();
        Spending spending = spend.budget().spending(head.tenant(), head.owner(), head.id());
        try {
            ModelReply reply = model.respond(
                    request,
                    ModelClient.TextSink.UNSEEN,
                    new Cancellation(),
                    spend.meter(spending, messageId, messageId, Quantity.NOTHING));
            keep(due, reply, spend.counting(spending, messageId, reply));
        } catch (ModelFailure failure) {
            LOG.log(Level.INFO, "no summary from the model ({0})", failure.reason());
        }
    }

    private void keep(Due due, ModelReply reply, List<Write> count) {
        String text = reply.text().replaceAll("\\s+", " ").strip();
        log.append(due.head.id(), conversation -> {
            boolean usable = !text.isEmpty()
                    && text.length() <= LONGEST
                    && reply.end() == ModelReply.End.COMPLETE
                    && due.summary.equals(conversation.turn(due.turnId).summary());
            if (!usable) {
                return new Decided<>(new Append(List.of(), count), false);
            }
            List<SummaryNote> notes = new ArrayList<>(due.summary.notes());
            notes.removeIf(note -> note.kind() == SummaryNote.Kind.GIST);
            notes.add(new SummaryNote(SummaryNote.Kind.GIST, due.summary.through(), text));
            DraftEvent event = new DraftEvent(due.turnId, new ConversationSummarized(due.summary.through(), notes));
            return new Decided<>(new Append(List.of(event), count), true);
        });
    }
}
