package clda.boot;

import clda.boot.ModelSettings.Model;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.http.Address;
import clda.llm.http.ModelListing;
import clda.llm.http.ModelsApi;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The check of a configured model at startup, by one cheap request: the list of models of its server. A problem is logged and
 * reported to administrators, but does not stop the start. If nothing answers at the address with {@code /v1}, the address
 * without it is tried, and the reverse.
 */
final class ModelCheck {

    private static final Logger LOG = System.getLogger(ModelCheck.class.getName());
    private static final String ANTHROPIC_VERSION = "2023-06-01";
    private static final String DEPLOYMENTS = "/deployments/";
    private static final int NAMED_AT_MOST = 5;

    private final Model model;
    private final Address address;
    private final Duration patience;

    /** @param patience timeout of each wait */
    ModelCheck(Model model, Address address, Duration patience) {
        this.model = model;
        this.address = address;
        this.patience = patience;
    }

    /** @param troubled receives the model and what is wrong with it */
    void run(BiConsumer<String, ModelFailure> troubled) {
        URI first = address.get();
        try {
            found(ask(first), troubled);
        } catch (ModelFailure failure) {
            if (failure.reason() != Reason.NOT_FOUND || !isElsewhere(troubled)) {
                tell(failure, first, troubled);
            }
        }
    }

    private boolean isElsewhere(BiConsumer<String, ModelFailure> troubled) {
        Optional<URI> other = BaseUrl.other(address.get(), model.provider());
        if (other.isEmpty()) {
            return false;
        }
        try {
            List<String> names = ask(other.get());
            address.moveTo(other.get());
            LOG.log(Level.INFO, "model {0} is at {1}", model.name(), shown(other.get()));
            found(names, troubled);
            return true;
        } catch (ModelFailure failure) {
            return false;
        }
    }

    /** The path of an Azure address names the deployment, but the list of models belongs to the whole resource. */
    private List<String> ask(URI at) {
        String all = at.toString();
        int deployment = all.indexOf(DEPLOYMENTS);
        List<String> names = ModelListing.of(
                deployment < 0
                        ? at
                        : URI.create(all.substring(0, deployment)
                                + (at.getRawQuery() == null ? "" : "?" + at.getRawQuery())),
                this::question,
                model.model(),
                model.secret().stream().toList(),
                patience);
        return deployment < 0 ? names : List.of();
    }

    private Response question(ModelsApi api) {
        String key = model.apiKey();
        String bearer = key == null ? null : "Bearer " + key;
        return switch (model.provider()) {
            case OPENAI, OPENAI_RESPONSES -> api.models(bearer, key);
            case ANTHROPIC -> api.models(key, null, ANTHROPIC_VERSION);
            case OLLAMA -> api.tags(bearer);
        };
    }

    private void found(List<String> names, BiConsumer<String, ModelFailure> troubled) {
        String wanted = model.model().toLowerCase(Locale.ROOT);
        boolean has = names.isEmpty()
                || names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .anyMatch(name ->
                                name.equals(wanted) || name.equals(wanted + ":latest") || name.endsWith("/" + wanted));
        if (has) {
            LOG.log(Level.INFO, "model {0}: {1} is there", model.name(), shown(address.get()));
            return;
        }
        String some = names.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
        int more = names.size() - NAMED_AT_MOST;
        String sentence = property("model") + "=" + model.model() + " is not among the models of its server: " + some
                + (more > 0 ? " and " + more + " more" : "");
        LOG.log(Level.WARNING, "model {0}: {1}", model.name(), sentence);
        troubled.accept(model.name(), new ModelFailure(Reason.NOT_FOUND, sentence));
    }

    private void tell(ModelFailure failure, URI at, BiConsumer<String, ModelFailure> troubled) {
        if (failure.reason() == Reason.BUSY) {
            LOG.log(Level.INFO, "model {0}: {1} is there, and busy or loading its model", model.name(), shown(at));
            return;
        }
        String sentence =
                switch (failure.reason()) {
                    case UNREACHABLE ->
                        "cannot be reached at " + shown(at) + "; is " + property("base-url") + " right?";
                    case DENIED -> "does not accept the key; is " + property("api-key") + " right?";
                    case QUOTA -> "says that what was paid for is used up";
                    case NOT_FOUND ->
                        "lists no models at " + shown(at) + "; is " + property("base-url")
                                + " right? Some servers list none; then nothing is wrong";
                    case BROKEN, TOO_SLOW ->
                        "gave no answer at " + shown(at) + " within " + patience.toSeconds() + " s; is "
                                + property("base-url") + " right?";
                    default -> "answers " + failure.getMessage() + " to whoever asks for its models";
                };
        String said = failure.words();
        LOG.log(
                Level.WARNING,
                "model {0} {1}{2}",
                model.name(),
                sentence,
                said == null ? "" : " (it says: " + said + ")");
        troubled.accept(model.name(), new ModelFailure(failure.reason(), sentence).saying(said));
    }

    private String property(String what) {
        return model.prefix() + "." + what;
    }

    /** The address without parts that may be secret. */
    private static String shown(URI at) {
        return at.getScheme() + "://" + String.valueOf(at.getRawAuthority()).replaceFirst("^.*@", "") + at.getRawPath();
    }
}
