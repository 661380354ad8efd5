package clda.web.rest;

import clda.conversation.Conversation;
import clda.conversation.DigitalSource;
import clda.conversation.ToolCall;
import clda.conversation.Turn;

/** A conversation as Markdown, to read and keep. */
final class MarkdownExport {

    private MarkdownExport() {}

    static String of(Conversation conversation) {
        StringBuilder text = new StringBuilder("# ");
        text.append(conversation.title() == null ? conversation.id() : conversation.title())
                .append("\n\n> In this conversation an AI system answered. 此对话由人工智能系统回答。\n");
        for (Turn turn : conversation.currentBranch()) {
            text.append("\n## ")
                    .append(turn.by().user())
                    .append(", ")
                    .append(turn.startedAt())
                    .append("\n\n");
            text.append(turn.text()).append("\n");
            for (ToolCall call : turn.calls()) {
                text.append("\n- `")
                        .append(call.tool())
                        .append("` ")
                        .append(call.state().word())
                        .append(": `")
                        .append(call.arguments())
                        .append("`\n");
            }
            for (Turn.Reply reply : turn.replies()) {
                text.append("\n### ")
                        .append(
                                reply.message().model() == null
                                        ? "CLDA"
                                        : reply.message().model())
                        .append("\n\n<!-- generatedBy: ai; digitalSourceType: ")
                        .append(DigitalSource.of(reply.message().model()).uri())
                        .append(" -->\n\n")
                        .append(reply.message().text())
                        .append("\n");
            }
            if (turn.state() != Turn.State.COMPLETED && turn.state() != Turn.State.AWAITING_INPUT) {
                text.append("\n_").append(turn.state().word()).append("_\n");
            }
        }
        return text.toString();
    }
}
