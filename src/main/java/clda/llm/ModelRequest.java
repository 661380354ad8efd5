package clda.llm;

import clda.llm.ModelMessage.UserMessage;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to a model. */
public record ModelRequest(List<ModelMessage> messages, List<ToolDefinition> tools, Options options) {

    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    public ModelRequest(List<ModelMessage> messages, List<ToolDefinition> tools) {
        this(messages, tools, Options.PLAIN);
    }

    /** Whether the last thing that a person said comes with images. */
    public boolean shows() {
        return messages.stream()
                .filter(UserMessage.class::isInstance)
                .map(UserMessage.class::cast)
                .reduce((one, next) -> next)
                .filter(said -> !said.images().isEmpty())
                .isPresent();
    }

    /** The same for a model that cannot see. */
    public ModelRequest inWords() {
        return new ModelRequest(
                messages.stream()
                        .map(message -> message instanceof UserMessage said ? said.inWords() : message)
                        .toList(),
                tools,
                options);
    }

    /** The same for an answer that may not become longer than this. */
    ModelRequest answeredWithin(int tokens) {
        Integer asked = options.maxTokens();
        return asked != null && asked <= tokens ? this : new ModelRequest(messages, tools, options.maxTokens(tokens));
    }

    /** The same, asked again. */
    public ModelRequest again() {
        return new ModelRequest(
                messages,
                tools,
                new Options(
                        options.purpose,
                        options.model,
                        options.schema,
                        options.maxTokens,
                        options.prefix,
                        options.tenant,
                        options.shortens,
                        true));
    }

    /** A copy in which no text written by others contains anything that a server could take for a special token. */
    public ModelRequest withoutSpecialTokens() {
        return new ModelRequest(SpecialTokens.broken(messages), tools, options);
    }

    /** What the answer is for. */
    public enum Purpose {
        ANSWER,
        TITLE,
        SUMMARY
    }

    /**
     * @param model the name of the model that was chosen for the conversation; null for the purpose's first
     * @param schema the JSON Schema that the answer must follow; null for words
     * @param maxTokens how long the answer may become; null for the model's own limit
     * @param prefix names requests that begin alike, so that the provider finds what it has cached; null for none
     * @param tenant the tenant whose sentences are to be understood; null for what applies to all tenants
     * @param shortens whether the caller can shorten the request and prefers a failure to a fallback to other models
     * @param repeats whether this request already repeats one to the same model, so that it must not be retried
     */
    public record Options(
            Purpose purpose,
            @Nullable String model,
            @Nullable ObjectNode schema,
            // Recordings of earlier versions call it by its former name.
            @JsonAlias("mostTokens") @Nullable Integer maxTokens,
            @Nullable String prefix,
            @Nullable String tenant,
            @JsonIgnore boolean shortens,
            @JsonIgnore boolean repeats) {

        public Options(
                Purpose purpose,
                @Nullable String model,
                @Nullable ObjectNode schema,
                @Nullable Integer maxTokens,
                @Nullable String prefix,
                @Nullable String tenant) {
            this(purpose, model, schema, maxTokens, prefix, tenant, false, false);
        }

        public Options(
                Purpose purpose,
                @Nullable String model,
                @Nullable ObjectNode schema,
                @Nullable Integer maxTokens,
                @Nullable String prefix) {
            this(purpose, model, schema, maxTokens, prefix, null);
        }

        Options maxTokens(int tokens) {
            return new Options(purpose, model, schema, tokens, prefix, tenant, shortens, repeats);
        }

        /** A copy with {@code shortens} set. */
        public Options shortening(boolean can) {
            return new Options(purpose, model, schema, maxTokens, prefix, tenant, can, repeats);
        }

        public static final Options PLAIN = new Options(Purpose.ANSWER, null, null, null, null);
    }
}
