package clda.llm.routing;

import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Purpose;
import clda.llm.WatchedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the chosen model, and the next when it fails. Once the user has seen part of an answer, no other model is asked:
 * the answer stays as it is. This is the only place where calls are retried.
 */
public final class ModelRouter implements ModelClient {

    /** Maximum wait for the same model while another might answer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final long LEAST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 400;

    private final List<NamedModel> models;
    private final Map<Purpose, List<String>> orders;
    private final RetryBudget budget;
    private volatile ModelWatcher watcher = ModelWatcher.NOBODY;

    /**
     * @param models at least one; those whose name is in no order are asked only when chosen
     * @param orders the fallback order of model names for each purpose; a missing purpose uses the order of {@code models}
     */
    public ModelRouter(List<NamedModel> models, Map<Purpose, List<String>> orders, RetryBudget budget) {
        this.models = List.copyOf(models);
        this.orders = Map.copyOf(orders);
        this.budget = budget;
    }

    /** @param watcher is notified, like those before it, of all calls from now on */
    public void watch(ModelWatcher watcher) {
        this.watcher = new ModelWatchers(this.watcher, watcher);
    }

    @Override
    public String name() {
        return models.getFirst().client().name();
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return respond(request, shown, cancellation, CallMeter.NONE);
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        WatchedText watched = new WatchedText(shown);
        ModelFailure none = new ModelFailure(Reason.UNREACHABLE, "no model is there that can do this");
        ModelFailure why = none;
        for (NamedModel model : candidates(request)) {
            if (!model.enter()) {
                ModelFailure rests = model.whyNot();
                watcher.passedOver(model.name(), rests.reason());
                why = tellingFirst(why, rests, none);
                continue;
            }
            try {
                return ask(model, request, watched, cancellation, meter);
            } catch (ModelFailure failure) {
                if (failure.reason() != Reason.CANCELLED && !cancellation.isCancelled()) {
                    model.tell(failure);
                }
                if (!failure.allowsFallback(request, watched, cancellation)) {
                    throw failure;
                }
                watcher.passedOver(model.name(), failure.reason());
                why = tellingFirst(why, failure, none);
            }
        }
        throw why;
    }

    /**
     * Asks only this model, once.
     *
     * @throws ModelFailure if it gives no whole answer, or there is none of that name that can do this
     */
    public ModelReply only(String name, ModelRequest request, Cancellation cancellation, CallMeter meter) {
        NamedModel model = models.stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> each.profile().takes(request))
                .filter(NamedModel::enter)
                .findFirst()
                .orElseThrow(() -> new ModelFailure(Reason.UNREACHABLE, "this model cannot be asked this now"));
        return attempt(model, request, new WatchedText(TextSink.UNSEEN), cancellation, meter);
    }

    /**
     * Returns the failure of the first model, which says most; only a budget failure takes precedence, since it applies to
     * all.
     */
    private static ModelFailure tellingFirst(ModelFailure before, ModelFailure now, ModelFailure none) {
        return before == none || now.reason() == Reason.BUDGET ? now : before;
    }

    @Override
    public OptionalInt room(ModelRequest.Options options) {
        for (String name : names(options)) {
            for (NamedModel model : models) {
                if (model.name().equals(name)) {
                    return model.room();
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The latest trouble of each model that has had one since its last answer, by model name. */
    public Map<String, NamedModel.Trouble> troubles() {
        Map<String, NamedModel.Trouble> troubles = new LinkedHashMap<>();
        models.forEach(model -> model.trouble().ifPresent(trouble -> troubles.put(model.name(), trouble)));
        return troubles;
    }

    /** Something is wrong with a model, and the log says so already. */
    public void noticed(String model, ModelFailure trouble) {
        models.stream().filter(each -> each.name().equals(model)).forEach(each -> each.noticed(trouble));
    }

    private Set<String> names(ModelRequest.Options options) {
        Set<String> names = new LinkedHashSet<>();
        String chosen = options.model();
        if (chosen != null) {
            names.add(chosen);
        }
        List<String> order = orders.get(options.purpose());
        names.addAll(order == null ? models.stream().map(NamedModel::name).toList() : order);
        return names;
    }

    private List<NamedModel> candidates(ModelRequest request) {
        List<NamedModel> candidates = new ArrayList<>();
        for (String name : names(request.options())) {
            models.stream()
                    .filter(model -> model.name().equals(name))
                    .filter(model -> model.profile().takes(request))
                    .forEach(candidates::add);
        }
        return candidates;
    }

    /** For a model that was entered. */
    private ModelReply ask(
            NamedModel model, ModelRequest request, WatchedText shown, Cancellation cancellation, CallMeter meter) {
        budget.request();
        try {
            return attempt(model, request, shown, cancellation, meter);
        } catch (ModelFailure failure) {
            Duration pause = pauseBeforeRetry(failure);
            if (pause == null || shown.hasShown() || cancellation.isCancelled() || !budget.take()) {
                throw failure;
            }
            if (cancelledWithin(pause, cancellation)) {
                throw new ModelFailure(Reason.CANCELLED, "cancelled before asking again");
            }
            if (!model.enter()) {
                throw failure;
            }
            return attempt(model, request.again(), shown, cancellation, meter);
        }
    }

    private ModelReply attempt(
            NamedModel model, ModelRequest request, WatchedText shown, Cancellation cancellation, CallMeter meter) {
        ModelRequest fitting = model.profile().fit(request);
        boolean told = false;
        long began = System.nanoTime();
        FirstText watched = new FirstText(shown, watcher.asking(model.name(), fitting));
        try {
            ModelReply reply = meter.around(
                    fitting, model.profile(), () -> model.client().respond(fitting, watched, cancellation));
            told = true;
            model.worked(reply.usage());
            ModelReply priced = reply.at(model.profile().price());
            watcher.answered(model.name(), since(began), priced);
            return priced;
        } catch (ModelFailure failure) {
            told = true;
            model.failed(failure);
            watcher.failed(model.name(), since(began), failure.reason());
            throw failure;
        } finally {
            if (!told) {
                model.left();
                watcher.left(model.name());
            }
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The pause before a retry; null if an immediate retry would not help. */
    private static @Nullable Duration pauseBeforeRetry(ModelFailure failure) {
        if (failure.wasRepeated()) {
            return null;
        }
        Duration after = failure.after();
        if (after != null && failure.reason() != Reason.QUOTA) {
            return after.compareTo(LONGEST_WAIT) <= 0 ? after : null;
        }
        return switch (failure.reason()) {
            case UNREACHABLE, BUSY, SERVER_ERROR, BROKEN ->
                Duration.ofMillis(ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
            case REFUSED, INVALID_REQUEST, TOO_LONG, NOT_FOUND, QUOTA, DENIED, TOO_SLOW, CANCELLED, BUDGET -> null;
        };
    }

    private static boolean cancelledWithin(Duration pause, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var registration = cancellation.onCancel(cancelled::countDown)) {
            return cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
