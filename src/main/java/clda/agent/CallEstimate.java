package clda.agent;

import clda.budget.Amount;
import clda.conversation.ConversationEvent.Usage;
import clda.llm.ModelMessage;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelRequest;
import clda.tools.ToolDefinition;
import java.nio.charset.StandardCharsets;

/**
 * What a call may use at most, before it is made: text has at most a token for every two bytes in all languages that people here
 * write.
 *
 * @param answerTokens how long an answer may become
 * @param dearest the highest price of any model that may answer
 */
public record CallEstimate(int answerTokens, Price dearest) {

    private static final int BYTES_PER_TOKEN = 2;
    private static final int PER_MESSAGE = 8;

    Amount most(ModelRequest request) {
        long bytes = 0;
        for (ModelMessage message : request.messages()) {
            bytes += PER_MESSAGE * BYTES_PER_TOKEN + bytes(message);
        }
        for (ToolDefinition tool : request.tools()) {
            bytes += size(tool.name())
                    + size(tool.description())
                    + size(tool.parameters().toString());
        }
        Integer asked = request.options().mostTokens();
        Usage usage = new Usage(bytes / BYTES_PER_TOKEN, asked == null ? answerTokens : asked);
        return new Amount(1, usage.inputTokens() + usage.outputTokens(), dearest.micros(usage));
    }

    private static long bytes(ModelMessage message) {
        return switch (message) {
            case ModelMessage.SystemMessage system -> size(system.text());
            case ModelMessage.UserMessage user ->
                size(user.text()) + user.images().size() * ContextWindow.PER_IMAGE * BYTES_PER_TOKEN;
            case ModelMessage.NoticeMessage notice -> size(notice.words());
            case ModelMessage.ToolMessage tool -> size(tool.outcome().toString());
            case ModelMessage.AssistantMessage assistant ->
                size(assistant.text())
                        + assistant.calls().stream()
                                .mapToLong(call -> size(call.tool() + call.arguments()))
                                .sum();
        };
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
