package clda.agent;

import clda.budget.Quantity;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.DraftEvent;
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
import java.util.List;
import java.util.Optional;

/**
 * Titles of conversations: first the user's first words, then, after the first answer, a title from a model. A name that a
 * person has given stays.
 */
public final class Titles implements AfterTurn {

    private static final Logger LOG = System.getLogger(Titles.class.getName());
    private static final String MESSAGE_ID = "title";
    private static final int LONGEST = 60;
    private static final int MAX_TOKENS = 40;
    private static final int LONGEST_READ = 2_000;

    private final ConversationLog log;
    private final ModelClient model;
    private final Spend spend;
    private final String prompt = Prompts.read("title.md");

    public Titles(ConversationLog log, ModelClient model, Spend spend) {
        this.log = log;
        this.model = model;
        this.spend = spend;
    }

    /** What the user said, shortened for a list. */
    public static String of(String said) {
        String line = said.strip().replaceAll("\\s+", " ");
        int end = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
        return end < line.length() ? line.substring(0, end).stripTrailing() + "…" : line;
    }

    @Override
    public void afterTurn(String conversationId) {
        log.view(conversationId, Titles::nameless)
                .flatMap(first -> first)
                .ifPresent(first -> name(conversationId, first));
    }

    /** The first message and its answer, for a conversation that has no other turn and has not been named. */
    private record First(ConversationHead head, String said, String answered) {}

    private static Optional<First> nameless(Conversation conversation) {
        if (conversation.turns().size() != 1) {
            return Optional.empty();
        }
        Turn turn = conversation.turns().getFirst();
        return turn.reply() == null || !of(turn.text()).equals(conversation.title())
                ? Optional.empty()
                : Optional.of(new First(conversation.head(), turn.text(), turn.reply()));
    }

    private void name(String conversationId, First first) {
        ModelRequest request = new ModelRequest(
                List.of(
                        new ModelMessage.SystemMessage(prompt),
                        new ModelMessage.UserMessage(SpecialTokens.broken(
                                "> " + shortened(first.said) + "\n\n" + shortened(first.answered)))),
                List.of(),
                new Options(Purpose.TITLE, null, null, MAX_TOKENS, null));
        Spending spending = spend.budget().spending(first.head.tenant(), first.head.owner(), conversationId);
        try {
            ModelReply reply = model.respond(
                    request,
                    ModelClient.TextSink.UNSEEN,
                    new Cancellation(),
                    spend.meter(spending, MESSAGE_ID, MESSAGE_ID, Quantity.NOTHING));
            rename(conversationId, reply, spend.counting(spending, MESSAGE_ID, reply));
        } catch (ModelFailure failure) {
            LOG.log(Level.INFO, "no title from the model ({0})", failure.reason());
        }
    }

    private void rename(String conversationId, ModelReply reply, List<Write> count) {
        String line = reply.text().strip().lines().findFirst().orElse("");
        String title = of(line.replaceAll("^[\"“”'《「*# ]+|[\"“”'》」*.。 ]+$", ""));
        log.append(conversationId, conversation -> {
            boolean stays = title.isBlank()
                    || reply.truncated()
                    || nameless(conversation).isEmpty();
            List<DraftEvent> events = stays ? List.of() : List.of(new DraftEvent(null, new ConversationRenamed(title)));
            return new Decided<>(new Append(events, count), true);
        });
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_READ ? text : text.substring(0, LONGEST_READ);
    }
}
