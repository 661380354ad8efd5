package clda.boot;

import clda.boot.ModelSettings.Model;
import clda.llm.ModelClient;
import clda.llm.anthropic.Messages;
import clda.llm.anthropic.MessagesApi;
import clda.llm.http.Address;
import clda.llm.http.Dialect;
import clda.llm.http.Endpoint;
import clda.llm.http.FirstHeaders;
import clda.llm.http.StreamingModelClient;
import clda.llm.ollama.ChatApi;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.openai.Responses;
import clda.llm.openai.ResponsesApi;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Creates the configured models. */
final class Models {

    /** Timeout of each wait while a model is checked. */
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(5);

    private final ModelRouter router;
    private final List<ModelCheck> checks = new ArrayList<>();

    Models(ModelSettings settings, GuardedHeaders guarded, Clock clock, ThreadFactory threads) {
        RetryBudget budget = new RetryBudget();
        FirstHeaders headers = new RetriedHeaders(guarded, budget);
        List<NamedModel> models = new ArrayList<>();
        for (Model model : settings.models()) {
            Address address = new Address(model.baseUrl());
            models.add(new NamedModel(
                    model.name(), client(model, address, headers, threads), model.profile(), settings.rest(), clock));
            checks.add(new ModelCheck(model, address, CHECKED_WITHIN));
        }
        router = new ModelRouter(models, settings.orders(), budget);
    }

    ModelRouter router() {
        return router;
    }

    List<ModelCheck> checks() {
        return checks;
    }

    static ModelClient client(Model model, ThreadFactory threads) {
        return client(model, new Address(model.baseUrl()), FirstHeaders.PLAIN, threads);
    }

    private static ModelClient client(Model model, Address address, FirstHeaders headers, ThreadFactory threads) {
        return new StreamingModelClient(
                model.model(),
                dialect(model, address),
                model.patience(),
                threads,
                model.secret().stream().toList(),
                headers);
    }

    private static Dialect dialect(Model model, Address address) {
        return switch (model.provider()) {
            case OPENAI ->
                new ChatCompletions(
                        Endpoint.at(address, ChatCompletionsApi.class),
                        model.model(),
                        model.apiKey(),
                        model.effort(),
                        model.preset());
            case OPENAI_RESPONSES ->
                new Responses(
                        Endpoint.at(address, ResponsesApi.class),
                        model.model(),
                        model.apiKey(),
                        model.effort(),
                        model.preset());
            case ANTHROPIC ->
                new Messages(
                        Endpoint.at(address, MessagesApi.class),
                        model.model(),
                        model.apiKey(),
                        model.profile().answerTokens(),
                        model.effort(),
                        model.preset());
            case OLLAMA ->
                new OllamaChat(
                        Endpoint.at(address, ChatApi.class),
                        model.model(),
                        model.apiKey(),
                        model.profile().contextTokens(),
                        model.effort(),
                        model.preset());
        };
    }
}
