package clda.web.wire;

import clda.conversation.DigitalSource;
import clda.conversation.ImageRef;
import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A turn: from what was said to its outcome.
 *
 * @param state how far it is
 * @param text what the person said, or what opened the turn in words
 * @param images that the person showed
 * @param follows the turn before it on its branch
 * @param trigger what opened it, if no person spoke
 * @param intent what the person was understood to want
 * @param understood what is to be done, in the person's language
 * @param toolCalls what was done or asked for
 * @param approval the first call that waits for a person
 * @param reply the answer
 * @param generatedBy `ai`
 * @param digitalSourceType how the reply was made, an address of IPTC's vocabulary
 * @param partial what had been said when it was stopped
 * @param problem why it failed
 * @param interruption why it was interrupted
 * @param model the model that wrote the last message
 * @param usage tokens of all messages, as providers counted them
 * @param startedAt when it began
 * @param settledAt when it ended
 */
@Schema(name = "Turn")
public record TurnView(
        String id,
        String conversationId,
        Turn.State state,
        String text,
        @Nullable List<ImageRef> images,
        @Nullable String follows,
        @Nullable Trigger trigger,
        @Nullable String intent,
        @Nullable String understood,
        List<ToolCallView> toolCalls,
        @Nullable ApprovalView approval,
        @Nullable String reply,
        @Nullable String generatedBy,
        @Nullable String digitalSourceType,
        @Nullable String partial,
        @Nullable TurnProblem problem,
        @Nullable String interruption,
        @Nullable String model,
        @Nullable TokenCount usage,
        Instant startedAt,
        @Nullable Instant settledAt)
        implements Body {
    public static TurnView of(String conversationId, Turn turn) {
        TurnView.Made made = Made.of(turn);
        boolean answered = turn.reply() != null;
        return new TurnView(
                turn.id(),
                conversationId,
                turn.state(),
                turn.text(),
                turn.images().isEmpty() ? null : turn.images(),
                turn.follows(),
                turn.trigger(),
                turn.intent() == null ? null : turn.intent().intent(),
                turn.intent() == null ? null : turn.intent().means(),
                turn.calls().stream().map(ToolCallView::of).toList(),
                turn.calls().stream()
                        .filter(call -> call.state() == ToolCall.State.AWAITING_APPROVAL)
                        .findFirst()
                        .map(ApprovalView::of)
                        .orElse(null),
                turn.reply(),
                answered ? DigitalSource.GENERATED_BY : null,
                answered ? made.source().uri() : null,
                turn.partial(),
                TurnProblem.of(turn.problem()),
                turn.interruption(),
                made.model(),
                made.usage(),
                turn.startedAt(),
                turn.settledAt());
    }

    /** By whom the messages of a turn were made, and what that took. */
    private record Made(DigitalSource source, @Nullable String model, @Nullable TokenCount usage) {

        static Made of(Turn turn) {
            long input = 0;
            long output = 0;
            boolean told = false;
            String model = null;
            for (Turn.Reply reply : turn.replies()) {
                MessageCompleted message = reply.message();
                if (message.model() != null) {
                    model = message.model();
                }
                if (message.usage() != null) {
                    told = true;
                    input += message.usage().inputTokens();
                    output += message.usage().outputTokens();
                }
            }
            DigitalSource source = turn.replies().isEmpty()
                    ? DigitalSource.RULES
                    : DigitalSource.of(turn.replies().getLast().message().model());
            return new Made(source, model, told ? new TokenCount(input, output) : null);
        }
    }
}
