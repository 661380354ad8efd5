package clda.boot;

import clda.agent.CallEstimate;
import clda.json.Worded;
import clda.llm.ModelCatalog;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Capability;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelRequest.Purpose;
import clda.llm.http.Patience;
import clda.llm.ollama.OllamaHost;
import clda.llm.preset.Preset;
import clda.llm.preset.Presets;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the language models: one by {@code clda.llm.*}, or several, whose names {@code clda.llm.models} lists,
 * each by {@code clda.llm.<name>.*}.
 *
 * @param models in the order in which they replace each other on failure; empty if only the built-in understanding is used
 * @param orders the orders of models that differ from it, by purpose
 * @param rest how long a failing model is not called at first
 * @param source which property decided, for the log; never its value
 */
public record ModelSettings(List<Model> models, Map<Purpose, List<String>> orders, Duration rest, String source) {

    /** Environment variables that people often have set already, and the provider of each. */
    private static final List<Map.Entry<String, Provider>> HINTS = List.of(
            Map.entry("clda.llm.base-url", Provider.OPENAI),
            Map.entry("OPENAI_BASE_URL", Provider.OPENAI),
            Map.entry("clda.llm.api-key", Provider.OPENAI),
            Map.entry("OPENAI_API_KEY", Provider.OPENAI),
            Map.entry("ANTHROPIC_API_KEY", Provider.ANTHROPIC),
            Map.entry("OLLAMA_HOST", Provider.OLLAMA));

    private static final String ONE = "main";
    /** Minimum characters of a secret; shorter keys are placeholders: {@code x}, {@code none}, {@code EMPTY}, {@code ollama}. */
    private static final int SHORTEST_SECRET = 8;

    private static final Duration FIRST_TOKEN = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration TOTAL = Duration.ofSeconds(110);
    private static final Duration AFTER_THE_END = Duration.ofMinutes(1);

    /** The APIs of providers. */
    public enum Provider implements Worded {
        OPENAI("https://api.openai.com/v1", "OPENAI_BASE_URL", "OPENAI_API_KEY", "gpt-4o-mini"),
        OPENAI_RESPONSES("https://api.openai.com/v1", "OPENAI_BASE_URL", "OPENAI_API_KEY", "gpt-4o-mini"),
        ANTHROPIC("https://api.anthropic.com", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "claude-haiku-4-5"),
        OLLAMA("http://localhost:11434", "OLLAMA_HOST", "OLLAMA_API_KEY", "gpt-oss");

        private final String address;
        private final String addressVariable;
        private final String keyVariable;
        private final String model;

        Provider(String address, String addressVariable, String keyVariable, String model) {
            this.address = address;
            this.addressVariable = addressVariable;
            this.keyVariable = keyVariable;
            this.model = model;
        }

        @Override
        public String word() {
            return Worded.super.word().replace('_', '-');
        }
    }

    /**
     * @param name the model's name in the configuration
     * @param prefix the prefix of its properties
     * @param model the provider's name for it
     * @param effort the reasoning effort; null for the model's default
     * @param preset the peculiarities of its server
     */
    public record Model(
            String name,
            String prefix,
            Provider provider,
            URI baseUrl,
            @Nullable String apiKey,
            String model,
            @Nullable String effort,
            Preset preset,
            ModelProfile profile,
            Patience patience) {

        /** The key, if it is a real one: for servers that need none, people often set a placeholder. */
        Optional<String> secret() {
            return Optional.ofNullable(apiKey).filter(key -> key.length() >= SHORTEST_SECRET);
        }

        @Override
        public String toString() {
            return name + "=" + provider.word() + "/" + model;
        }
    }

    /** @throws IllegalArgumentException naming the property that is wrong */
    static ModelSettings from(Config config) {
        Optional<String> several = Settings.text(config, "clda.llm.models");
        if (several.isPresent()) {
            List<Model> models = Settings.names(several.get()).stream()
                    .map(name -> model(config, name, "clda.llm." + name, null))
                    .toList();
            if (new HashSet<>(Settings.names(several.get())).size() < models.size()) {
                throw new IllegalArgumentException("clda.llm.models names a model twice");
            }
            return new ModelSettings(models, orders(config, models), rest(config), "clda.llm.models");
        }
        Optional<String> chosen = Settings.text(config, "clda.llm.provider");
        if (chosen.filter("offline"::equals).isPresent()) {
            return new ModelSettings(List.of(), Map.of(), rest(config), "clda.llm.provider");
        }
        if (chosen.isPresent()) {
            return one(config, null, "clda.llm.provider");
        }
        return HINTS.stream()
                .filter(hint -> Settings.text(config, hint.getKey()).isPresent())
                .findFirst()
                .map(hint -> one(config, hint.getValue(), hint.getKey()))
                .orElseGet(() -> new ModelSettings(List.of(), Map.of(), rest(config), "nothing"));
    }

    /** The names of the models in the configuration. */
    public Set<String> names() {
        return models.stream().map(Model::name).collect(Collectors.toUnmodifiableSet());
    }

    ModelCatalog catalog() {
        return new ModelCatalog(models.stream()
                .map(model -> new ModelCatalog.Entry(
                        model.name(),
                        model.model(),
                        model.profile().contextTokens(),
                        model.profile().capabilities().stream()
                                .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList()))
                .toList());
    }

    /** The maximum that a call may use, whichever model answers it. */
    CallEstimate estimate() {
        int answer = models.stream()
                .mapToInt(model -> model.profile().answerTokens())
                .max()
                .orElse(0);
        List<Price> prices =
                models.stream().map(model -> model.profile().price()).toList();
        return new CallEstimate(
                answer,
                new Price(
                        dearest(prices, Price::input),
                        dearest(prices, Price::cachedInput),
                        dearest(prices, Price::cacheWrite),
                        dearest(prices, Price::output)));
    }

    /** The time after which every call has ended, with a margin for differing clocks and a slow database. */
    Duration longestCall() {
        return models.stream()
                .map(model -> model.patience().longest())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(AFTER_THE_END);
    }

    private static BigDecimal dearest(List<Price> prices, Function<Price, BigDecimal> part) {
        return prices.stream().map(part).max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
    }

    private static ModelSettings one(Config config, @Nullable Provider provider, String source) {
        return new ModelSettings(List.of(model(config, ONE, "clda.llm", provider)), Map.of(), rest(config), source);
    }

    private static Duration rest(Config config) {
        Duration rest = Settings.value(config, "clda.llm.rest", Duration.class, Duration.ofSeconds(5));
        if (rest.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("clda.llm.rest must be at least a millisecond, such as PT5S");
        }
        return rest;
    }

    private static Model model(Config config, String name, String prefix, @Nullable Provider hinted) {
        Provider provider = hinted == null ? provider(config, prefix + ".provider") : hinted;
        // Keys and addresses from environment variables apply to models of their provider; a model name from there
        // applies only
        // if a single model is configured.
        String property = prefix + ".base-url";
        URI baseUrl = Settings.text(config, property)
                .map(text -> BaseUrl.of(property, text, provider))
                .or(() -> Settings.text(config, provider.addressVariable).map(text -> exported(provider, text)))
                .orElseGet(() -> BaseUrl.of(property, provider.address, provider));
        int context = Settings.value(config, prefix + ".context-tokens", Integer.class, 32_000);
        int answer = Settings.value(config, prefix + ".answer-tokens", Integer.class, 4_096);
        if (answer < 1 || context <= answer) {
            throw new IllegalArgumentException(
                    prefix + ".context-tokens leaves no room for anything but the answer: " + context);
        }
        String effort = Settings.text(config, prefix + ".effort").orElse(null);
        Preset preset = preset(config, prefix + ".preset", provider, baseUrl);
        return new Model(
                name,
                prefix,
                provider,
                baseUrl,
                Settings.text(config, prefix + ".api-key")
                        .or(() -> Settings.text(config, provider.keyVariable))
                        .orElse(null),
                Settings.text(config, prefix + ".model")
                        .or(() -> Settings.text(config, "OPENAI_MODEL")
                                .filter(model -> prefix.equals("clda.llm") && provider == Provider.OPENAI))
                        .orElse(provider.model),
                effort,
                preset,
                new ModelProfile(
                        capabilities(config, prefix + ".capabilities"),
                        context,
                        answer,
                        Settings.value(config, prefix + ".concurrency", Integer.class, 1_500),
                        price(config, prefix + ".price")),
                new Patience(
                        wait(config, prefix, "first-token-timeout", FIRST_TOKEN.multipliedBy(longer(effort))),
                        wait(config, prefix, "idle-timeout", IDLE.multipliedBy(longer(effort))),
                        wait(config, prefix, "total-timeout", TOTAL.multipliedBy(longer(effort))),
                        wait(config, prefix, "loading-timeout", preset.waits().loading())));
    }

    /** The preset that the property names; otherwise the one that matches the address. */
    private static Preset preset(Config config, String property, Provider provider, URI baseUrl) {
        Presets presets = presets(config);
        Optional<String> named = Settings.text(config, property);
        if (named.isEmpty()) {
            return presets.at(baseUrl, provider.word());
        }
        Preset preset;
        try {
            preset = presets.named(named.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " " + e.getMessage(), e);
        }
        if (!preset.dialect().equals(provider.word())) {
            throw new IllegalArgumentException(property + ": " + preset.name() + " is for the provider "
                    + preset.dialect() + ", not " + provider.word());
        }
        return preset;
    }

    private static Presets presets(Config config) {
        try {
            return Settings.text(config, "clda.llm.presets")
                    .map(file -> Presets.with(Path.of(file)))
                    .orElseGet(Presets::builtIn);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("clda.llm.presets: " + e.getMessage(), e);
        }
    }

    /** The factor by which timeouts grow with the reasoning effort. */
    private static int longer(@Nullable String effort) {
        return switch (effort == null ? "" : effort.toLowerCase(Locale.ROOT)) {
            case "medium", "on" -> 2;
            case "high" -> 3;
            case "xhigh", "max" -> 5;
            default -> 1;
        };
    }

    /**
     * The maximum time of a turn that calls a model several times: the usual time, multiplied for the highest reasoning effort.
     */
    Duration turn(Duration usual) {
        int longest =
                models.stream().mapToInt(model -> longer(model.effort())).max().orElse(1);
        return usual.multipliedBy(longest);
    }

    private static Duration wait(Config config, String prefix, String what, Duration otherwise) {
        Duration all = Settings.value(config, "clda.llm." + what, Duration.class, otherwise);
        return Settings.value(config, prefix + "." + what, Duration.class, all);
    }

    /** Ollama's variable configures its server and may hold only the address to listen on. */
    private static URI exported(Provider provider, String text) {
        String address = text;
        if (provider == Provider.OLLAMA) {
            try {
                address = OllamaHost.address(text).toString();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(provider.addressVariable + " is not a host, port or address", e);
            }
        }
        return BaseUrl.of(provider.addressVariable, address, provider);
    }

    private static Provider provider(Config config, String property) {
        String word = Settings.text(config, property)
                .orElseThrow(
                        () -> new IllegalArgumentException(property + " is not set; it must be one of " + words()));
        return Worded.find(Provider.class, word)
                .orElseThrow(() -> new IllegalArgumentException(property + " is one of " + words() + ", not " + word));
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of("offline"));
        Arrays.stream(Provider.values()).map(Provider::word).forEach(words::add);
        return words;
    }

    private static Set<Capability> capabilities(Config config, String property) {
        Optional<String> named = Settings.text(config, property);
        if (named.isEmpty()) {
            return EnumSet.allOf(Capability.class);
        }
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (String word : Settings.names(named.get())) {
            try {
                capabilities.add(Capability.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(property + " lists tools, images, schema, not " + word, e);
            }
        }
        return capabilities;
    }

    private static Price price(Config config, String prefix) {
        BigDecimal input = Settings.value(config, prefix + ".input", BigDecimal.class, BigDecimal.ZERO);
        Price price = new Price(
                input,
                Settings.value(config, prefix + ".cached-input", BigDecimal.class, input),
                Settings.value(config, prefix + ".cache-write", BigDecimal.class, input),
                Settings.value(config, prefix + ".output", BigDecimal.class, BigDecimal.ZERO));
        if (List.of(price.input(), price.cachedInput(), price.cacheWrite(), price.output()).stream()
                .anyMatch(part -> part.signum() < 0)) {
            throw new IllegalArgumentException(prefix + " must not be negative");
        }
        return price;
    }

    private static Map<Purpose, List<String>> orders(Config config, List<Model> models) {
        Set<String> known = new HashSet<>(models.stream().map(Model::name).toList());
        Map<Purpose, List<String>> orders = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            String property = "clda.llm." + purpose.name().toLowerCase(Locale.ROOT);
            Settings.text(config, property).ifPresent(text -> {
                List<String> order = Settings.names(text);
                order.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            property + " names " + unknown + ", which clda.llm.models does not");
                });
                orders.put(purpose, order);
            });
        }
        return orders;
    }
}
