package clda.boot;

import clda.agent.TurnLimits;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.dialogue.DialogueRules;
import clda.events.Publisher;
import clda.events.webhook.WebhookSink;
import clda.json.Worded;
import clda.release.Arm;
import clda.skills.GuidedResponder.Route;
import clda.store.jpa.Node;
import clda.tools.rasa.ActionServer;
import clda.tools.rasa.RasaAction;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The configuration, read once and checked. Every error message about it names the property. */
public record Settings(
        boolean production,
        Path dataDir,
        Path keyFile,
        boolean keyFileChosen,
        boolean sealsExisting,
        Path anchorFile,
        Path erasuresFile,
        @Nullable Webhook webhook,
        @Nullable KafkaSettings kafka,
        @Nullable Path accountsFile,
        String issuer,
        Set<String> audiences,
        @Nullable String publicKey,
        @Nullable URL publicKeyLocation,
        Duration tokenValidity,
        Duration lease,
        Arm arm,
        Duration stopService,
        ZoneId zone,
        ModelSettings models,
        Route route,
        @Nullable Path prompts,
        Path nluData,
        @Nullable URI rasa,
        @Nullable Actions actions,
        TurnLimits limits,
        Map<Scope, Quantity> budget,
        DialogueRules rules) {

    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private static final String DEFAULT_ISSUER = "https://clda.local";
    private static final String PUBLIC_KEY = "mp.jwt.verify.publickey";
    private static final String KEY_SET = "mp.jwt.verify.publickey.location";

    /**
     * Actions of a Rasa action server.
     *
     * @param tools the actions and the effect class of each
     */
    public record Actions(URI address, String tools) {}

    /**
     * The endpoint that receives events for other systems.
     *
     * @param maxTries after how many refusals an event is set aside
     */
    public record Webhook(URI address, String secret, int maxTries) {
        @Override
        public String toString() {
            return "Webhook[" + address.getHost() + "]";
        }
    }

    /** @throws IllegalArgumentException naming the property that is wrong */
    public static Settings from(Config config) {
        Path dataDir = Path.of(text(config, "clda.data-dir").orElse("data"));
        Optional<String> keyFile = text(config, "clda.security.key-file");
        DialogueRules rules = DialogueRules.DEFAULT;
        TurnLimits limits = TurnLimits.DEFAULT;
        ModelSettings models = ModelSettings.from(config);
        return new Settings(
                text(config, "mp.config.profile").filter("prod"::equals).isPresent(),
                dataDir,
                keyFile.map(Path::of).orElse(dataDir.resolve("keys/master-key.json")),
                keyFile.isPresent(),
                value(config, "clda.security.seal-existing", Boolean.class, false),
                text(config, "clda.audit.anchor-file").map(Path::of).orElse(dataDir.resolve("audit-anchors")),
                text(config, "clda.erasures.file").map(Path::of).orElse(dataDir.resolve("erasures")),
                webhook(config),
                KafkaSettings.from(config),
                text(config, "clda.accounts.file").map(Path::of).orElse(null),
                issuer(config),
                audiences(config),
                text(config, PUBLIC_KEY).orElse(null),
                keySet(config),
                value(config, "clda.security.token-validity", Duration.class, Duration.ofHours(8)),
                value(config, "clda.node.lease", Duration.class, Node.DEFAULT_LEASE),
                arm(config),
                stopService(config),
                zone(config),
                models,
                route(config),
                prompts(config),
                text(config, "clda.nlu.data").map(Path::of).orElse(dataDir.resolve("nlu")),
                rasa(config),
                actions(config),
                new TurnLimits(
                        value(config, "clda.limits.steps", Integer.class, limits.steps()),
                        value(config, "clda.limits.calls-per-step", Integer.class, limits.callsPerStep()),
                        value(config, "clda.limits.same-calls", Integer.class, limits.sameCalls()),
                        value(config, "clda.limits.invalid-calls", Integer.class, limits.invalidCalls()),
                        value(config, "clda.limits.effects-per-turn", Integer.class, limits.effectsPerTurn()),
                        value(config, "clda.limits.tokens", Long.class, limits.tokens()),
                        value(config, "clda.limits.time", Duration.class, models.turn(limits.time())),
                        value(config, "clda.limits.context-tokens", Integer.class, limits.contextTokens())),
                budget(config),
                new DialogueRules(
                        value(config, "clda.dialogue.while-busy", DialogueRules.WhileBusy.class, rules.whileBusy()),
                        value(config, "clda.dialogue.max-text", Integer.class, rules.maxText()),
                        value(config, "clda.dialogue.max-queued", Integer.class, rules.maxQueued()),
                        value(config, "clda.approval.expiry", Duration.class, rules.approvalExpiry()),
                        value(config, "clda.dialogue.max-attempts", Integer.class, rules.maxAttempts())));
    }

    /** The file of the key that signs the tokens of local accounts: next to the master key. */
    Path tokenKeyFile() {
        return keyFile.resolveSibling("token-key.json");
    }

    /** Whether an identity provider issues the tokens. */
    boolean hasIdentityProvider() {
        return publicKey != null || publicKeyLocation != null;
    }

    /** Whether the configuration says who may sign in; else only the trial accounts of a guest may. */
    boolean namesWhoMaySignIn() {
        return accountsFile != null || hasIdentityProvider();
    }

    /** Of the tokens: this server's own, or those of an identity provider, which has to be named. */
    private static String issuer(Config config) {
        Optional<String> issuer = text(config, "mp.jwt.verify.issuer");
        if (issuer.isEmpty()
                && (text(config, PUBLIC_KEY).isPresent()
                        || text(config, KEY_SET).isPresent())) {
            throw new IllegalArgumentException(
                    "mp.jwt.verify.issuer is not set: it is the `iss` of the identity provider's tokens");
        }
        return issuer.orElse(DEFAULT_ISSUER);
    }

    private static Set<String> audiences(Config config) {
        return text(config, "mp.jwt.verify.audiences")
                .map(list -> Set.copyOf(names(list)))
                .orElse(Set.of());
    }

    private static @Nullable URL keySet(Config config) {
        Optional<String> location = text(config, KEY_SET);
        if (location.isEmpty()) {
            return null;
        }
        try {
            return URI.create(location.get()).toURL();
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new IllegalArgumentException(
                    KEY_SET + " is not the address of a key set (JWKS), such as https://login.example.com/keys", e);
        }
    }

    private static Duration stopService(Config config) {
        Duration service = value(config, "clda.stop.service", Duration.class, Duration.ofSeconds(5));
        if (service.isNegative() || service.compareTo(LONGEST_STOP) > 0) {
            throw new IllegalArgumentException("clda.stop.service must be between PT0S and PT5M, not " + service);
        }
        return service;
    }

    private static Map<Scope, Quantity> budget(Config config) {
        Map<Scope, Quantity> budget = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            String prefix = "clda.budget." + scope.word();
            Optional<BigDecimal> money = money(config, prefix + ".money");
            Quantity limit = new Quantity(
                    value(config, prefix + ".calls", Long.class, Long.MAX_VALUE),
                    value(config, prefix + ".tokens", Long.class, Long.MAX_VALUE),
                    money.map(units -> units.movePointRight(6).longValue()).orElse(Long.MAX_VALUE));
            if (limit.calls() < 0 || limit.tokens() < 0 || limit.micros() < 0) {
                throw new IllegalArgumentException(prefix + " must not be negative");
            }
            if (!limit.equals(Quantity.UNLIMITED)) {
                budget.put(scope, limit);
            }
        }
        return budget;
    }

    private static @Nullable Path prompts(Config config) {
        Path directory = text(config, "clda.prompts").map(Path::of).orElse(null);
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("clda.prompts is not a directory: " + directory);
        }
        return directory;
    }

    private static Optional<BigDecimal> money(Config config, String property) {
        return text(config, property).map(units -> {
            try {
                return new BigDecimal(units);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(property + " is not an amount such as 2.50", e);
            }
        });
    }

    private static @Nullable Webhook webhook(Config config) {
        Optional<String> address = text(config, "clda.events.webhook.url");
        if (address.isEmpty()) {
            return null;
        }
        String secret = text(config, "clda.events.webhook.secret")
                .orElseThrow(() -> new IllegalArgumentException(
                        "clda.events.webhook.secret is not set: receivers could not tell our events from forged ones"));
        try {
            WebhookSink.key(secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "clda.events.webhook.secret must be whsec_ followed by 24 to 64 bytes in base64");
        }
        int tries = value(config, "clda.events.webhook.tries", Integer.class, Publisher.DEFAULT_TRIES);
        if (tries < 1) {
            throw new IllegalArgumentException("clda.events.webhook.tries must be at least 1");
        }
        return new Webhook(httpAddress("clda.events.webhook.url", address.get()), secret, tries);
    }

    static URI httpAddress(String property, String text) {
        URI address;
        try {
            address = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " is not an address of http or https", e);
        }
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    property + " is not an address of http or https, such as http://localhost:8000");
        }
        return address;
    }

    private static ZoneId zone(Config config) {
        Optional<String> name = text(config, "clda.time-zone");
        try {
            return name.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "clda.time-zone is not a zone such as Europe/Berlin or Asia/Shanghai", e);
        }
    }

    private static @Nullable Actions actions(Config config) {
        Optional<String> address = text(config, "clda.rasa.actions.url");
        if (address.isEmpty()) {
            return null;
        }
        String tools = text(config, "clda.rasa.actions.tools")
                .orElseThrow(() -> new IllegalArgumentException(
                        "clda.rasa.actions.tools is not set: which actions are tools, and what does each do?"));
        URI webhook = httpAddress("clda.rasa.actions.url", address.get());
        try {
            RasaAction.all(tools, webhook, new ActionServer(), Map.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("clda.rasa.actions.tools: " + e.getMessage(), e);
        }
        return new Actions(webhook, tools);
    }

    private static @Nullable URI rasa(Config config) {
        String provider = text(config, "clda.nlu.provider").orElse("local");
        if (provider.equals("local")) {
            return null;
        }
        if (!provider.equals("rasa")) {
            throw new IllegalArgumentException("clda.nlu.provider must be local or rasa, not " + provider);
        }
        return httpAddress(
                "clda.nlu.rasa.url",
                text(config, "clda.nlu.rasa.url")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "clda.nlu.rasa.url is not set, and clda.nlu.provider is rasa")));
    }

    private static Arm arm(Config config) {
        String name = text(config, "clda.release.arm").orElse(Arm.STABLE.word());
        return Worded.find(Arm.class, name)
                .orElseThrow(
                        () -> new IllegalArgumentException("clda.release.arm must be stable or canary, not " + name));
    }

    private static Route route(Config config) {
        String name = text(config, "clda.nlu.route").orElse("model-first");
        return Worded.find(Route.class, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "clda.nlu.route must be local-first, model-first or local-only, not " + name));
    }

    static Optional<String> text(Config config, String property) {
        return config.getOptionalValue(property, String.class).filter(value -> !value.isBlank());
    }

    /** What a list with commas names, without the empty ones. */
    static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    static <T> T value(Config config, String property, Class<T> type, T otherwise) {
        try {
            return config.getOptionalValue(property, type).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    property + " cannot be read as a " + type.getSimpleName() + "; its default is " + otherwise, e);
        }
    }

    /** Whether a language model is configured. */
    boolean asksModel() {
        return route != Route.LOCAL_ONLY && !models.models().isEmpty();
    }

    /** A setting that must not be used in production; empty if there is none. */
    public Optional<String> dangerInProduction() {
        if (!production) {
            return Optional.empty();
        }
        if (!keyFileChosen) {
            return Optional.of(
                    "clda.security.key-file is not set: the master key would be stored beside what it protects");
        }
        if (webhook != null && "http".equals(webhook.address().getScheme())) {
            return Optional.of(
                    "clda.events.webhook.url begins with http: who listens on the way could read the events");
        }
        if (kafka != null && !kafka.isEncrypted()) {
            return Optional.of(
                    "clda.kafka.properties-file does not set security.protocol to SSL or SASL_SSL: who listens on the way"
                            + " could read the events");
        }
        return Optional.empty();
    }
}
