package clda.agent;

import clda.budget.Quantity;
import clda.conversation.Reasoning;
import clda.llm.ModelMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelRequest;
import clda.tools.ToolDefinition;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Upper bound of what a call may use, computed before it is made. Text is assumed to have at most one token for every two
 * bytes, which holds for all languages used here.
 *
 * @param answerTokens maximum tokens in an answer of a model of which nothing is known
 * @param dearest the price assumed for such a model
 */
public record CallEstimate(int answerTokens, Price dearest) {

    private static final int BYTES_PER_TOKEN = 2;
    private static final int PER_MESSAGE = 8;

    /** @param profile of the model that is called; null if nothing is known of it */
    Quantity max(ModelRequest request, @Nullable ModelProfile profile) {
        long bytes = 0;
        for (ModelMessage message : request.messages()) {
            bytes += PER_MESSAGE * BYTES_PER_TOKEN + bytes(message);
        }
        for (ToolDefinition tool : request.tools()) {
            bytes += size(tool.name())
                    + size(tool.description())
                    + size(tool.parameters().toString());
        }
        if (request.options().schema() != null) {
            bytes += size(request.options().schema().toString());
        }
        Integer asked = request.options().maxTokens();
        int longest = profile == null ? answerTokens : profile.answerTokens();
        long input = bytes / BYTES_PER_TOKEN;
        long output = asked == null ? longest : asked;
        Price price = profile == null ? dearest : profile.price();
        return new Quantity(1, input + output, price.maxMicros(input, output));
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
                        + thought(assistant.reasoning())
                        + assistant.calls().stream()
                                .mapToLong(call -> size(call.tool() + call.arguments()))
                                .sum();
        };
    }

    private static long thought(@Nullable Reasoning reasoning) {
        return reasoning == null
                ? 0
                : size(reasoning.text())
                        + (reasoning.items() == null
                                ? 0
                                : size(reasoning.items().toString()));
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
