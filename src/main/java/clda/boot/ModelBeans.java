package clda.boot;

import clda.agent.ModelResponder;
import clda.agent.Prompts;
import clda.agent.Responder;
import clda.agent.Spend;
import clda.budget.Budget;
import clda.budget.UsageBook;
import clda.llm.ModelCatalog;
import clda.llm.routing.ModelTroubles;
import clda.skills.GuidedResponder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The models, their prompts and their budgets, as CDI beans. */
@ApplicationScoped
class ModelBeans {

    @Inject
    private ServerThreads threads;

    @Produces
    @Singleton
    ModelAccess modelAccess(Settings settings, Understandings understandings, GuardedHeaders guarded, Clock clock) {
        if (!settings.asksModel()) {
            return new ModelAccess(
                    new TenantResponder(understandings.skills(null), understandings::skills), null, List.of());
        }
        Models models = new Models(settings.models(), guarded, clock, threads.virtual("clda-model-call-"));
        ModelResponder model = new ModelResponder(models.router());
        return new ModelAccess(
                new TenantResponder(
                        model, tenant -> new GuidedResponder(settings.route(), model, understandings.skills(tenant))),
                models.router(),
                models.checks());
    }

    @Produces
    @Singleton
    Responder responder(ModelAccess access) {
        return access.usual();
    }

    @Produces
    @Singleton
    ModelCatalog catalog(Settings settings) {
        return settings.models().catalog();
    }

    @Produces
    @Singleton
    ModelTroubles troubles(ModelAccess access) {
        return new ModelTroubles(() -> Optional.ofNullable(access.router()));
    }

    @Produces
    @Singleton
    Prompts prompts(Settings settings) {
        Path own = settings.prompts();
        Prompts prompts = own == null ? Prompts.builtIn() : Prompts.builtIn().and(own);
        settings.models().models().forEach(model -> {
            model.secret()
                    .filter(key -> prompts.all().stream().anyMatch(text -> text.contains(key)))
                    .ifPresent(key -> {
                        throw new IllegalStateException(
                                "refusing to start: a prompt in clda.prompts holds the API key of model "
                                        + model.name());
                    });
        });
        return prompts;
    }

    @Produces
    @Singleton
    Budget budget(UsageBook book, Settings settings, Clock clock) {
        return new Budget(book, settings.budget(), settings.models().longestCall(), clock, new RandomIds());
    }

    @Produces
    @Singleton
    Spend spend(Budget budget, Settings settings) {
        return new Spend(budget, settings.models().estimate());
    }
}
