package clda.nlu.rasa;

import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.training.Utterance.Entity;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An interpreter that asks a Rasa server ({@code POST /model/parse} of its HTTP API 3). The skills' own parsers find values,
 * too. If the server does not answer, the built-in interpreter is used.
 */
public final class RasaInterpreter implements Interpreter {

    /** Rasa's name for a sentence that was not understood. */
    private static final String FALLBACK = "nlu_fallback";

    private final URI parse;
    private final RasaServer server;
    private final Map<String, IntentDefinition> intents;
    private final Interpreter builtIn;

    /** @param base the address to which {@code model/parse} is relative */
    public RasaInterpreter(URI base, RasaServer server, List<IntentDefinition> intents, Interpreter builtIn) {
        String address = base.toString();
        this.parse = URI.create(address + (address.endsWith("/") ? "" : "/") + "model/parse");
        this.server = server;
        this.intents = intents.stream().collect(Collectors.toMap(IntentDefinition::name, Function.identity()));
        this.builtIn = builtIn;
    }

    @Override
    public Interpretation interpret(String text) {
        return ask(text).map(parsed -> understood(text, parsed)).orElseGet(() -> builtIn.interpret(text));
    }

    private Interpretation understood(String text, JsonNode parsed) {
        String name = parsed.path("intent").path("name").asText();
        double confidence = parsed.path("intent").path("confidence").asDouble();
        IntentDefinition intent = intents.get(name);
        if (intent == null || name.equals(FALLBACK)) {
            return new Interpretation(Interpretation.UNKNOWN, confidence, Map.of(), List.of(), IntentSource.RASA);
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        for (Entity entity : entities(text, parsed)) {
            boolean wanted =
                    intent.slots().stream().anyMatch(slot -> slot.name().equals(entity.name()));
            if (wanted) {
                slots.put(entity.name(), new SlotValue(entity.value(), text.substring(entity.start(), entity.end())));
            }
        }
        slots.putAll(intent.find(text));
        return new Interpretation(name, confidence, slots, List.of(), IntentSource.RASA);
    }

    private static List<Entity> entities(String text, JsonNode parsed) {
        List<Entity> entities = new ArrayList<>();
        for (JsonNode entity : parsed.path("entities")) {
            int start = entity.path("start").asInt(-1);
            int end = entity.path("end").asInt(-1);
            if (start >= 0 && start < end && end <= text.length()) {
                entities.add(new Entity(
                        start,
                        end,
                        entity.path("entity").asText(),
                        entity.path("value").asText(),
                        entity.path("role").asText(null),
                        entity.path("group").asText(null)));
            }
        }
        return entities;
    }

    @Override
    public List<Ranked> ranking(String text) {
        return ask(text)
                .map(parsed -> {
                    List<Ranked> ranking = new ArrayList<>();
                    parsed.path("intent_ranking")
                            .forEach(one -> ranking.add(new Ranked(
                                    one.path("name").asText(),
                                    one.path("confidence").asDouble())));
                    return ranking;
                })
                .orElseGet(() -> builtIn.ranking(text));
    }

    @Override
    public List<Entity> entities(String text) {
        return ask(text).map(parsed -> entities(text, parsed)).orElseGet(() -> builtIn.entities(text));
    }

    @Override
    public Set<String> words(String intent) {
        return builtIn.words(intent);
    }

    @Override
    public double asks(String text) {
        return builtIn.asks(text);
    }

    @Override
    public String version() {
        return builtIn.version();
    }

    private Optional<JsonNode> ask(String text) {
        try {
            return server.parse(parse, text);
        } catch (IOException e) {
            return server.unanswered(parse, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
