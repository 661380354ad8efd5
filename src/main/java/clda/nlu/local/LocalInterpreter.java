package clda.nlu.local;

import clda.conversation.IntentSource;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Said;
import clda.nlu.account.Account;
import clda.nlu.account.Accounting;
import clda.nlu.account.Accounting.Aim;
import clda.nlu.account.Reading;
import clda.nlu.training.TrainingData;
import clda.nlu.training.Utterance;
import clda.nlu.training.Utterance.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The interpreter without a language model. It uses the cues of a sentence, or else the most similar examples. The result says
 * if the sentence is similar to no example, or if two intents are about equally likely.
 */
public final class LocalInterpreter implements Interpreter {

    /** Certainty below which a sentence is not understood. */
    private static final double THRESHOLD = 0.5;

    /** Difference in certainty below which two intents cannot be told apart. */
    private static final double CLOSE = 0.1;

    /** Certainty of a cue if the examples agree with it. */
    private static final double SURE = 0.9;

    /** Certainty of a cue if the sentence is more similar to another intent. */
    private static final double CUE_ALONE = 0.75;

    /** Minimum sentences to train a tagger; with fewer it would only memorise them. */
    private static final int ENOUGH_TO_TAG = 10;

    private final Cues cues;
    private final Map<String, IntentDefinition> intents = new LinkedHashMap<>();
    private final IntentModel model;
    private final RequestClassifier requests = RequestClassifier.builtIn();
    private final Dictionary dictionary;

    /** By intent; only for intents with values that no parser of a skill finds. */
    private final Map<String, SlotTagger> taggers;

    /** By intent, the words of its examples outside values. */
    private final Map<String, Set<String>> words = new TreeMap<>();

    private final String version;

    public LocalInterpreter(List<IntentDefinition> definitions, TrainingData data) {
        cues = new Cues(definitions);
        definitions.forEach(definition -> intents.put(definition.name(), definition));
        model = IntentModel.of(data);
        dictionary = new Dictionary(data);
        taggers = taggers(data);
        data.utterances().forEach(utterance -> words.computeIfAbsent(utterance.intent(), intent -> new HashSet<>())
                .addAll(wordsBesideValues(utterance)));
        version = data.version();
    }

    /** Words, single Han characters, and pairs of adjacent Han characters. */
    private static List<String> wordsBesideValues(Utterance utterance) {
        List<PlacedTokens.Token> tokens = PlacedTokens.of(utterance.text()).stream()
                .filter(token -> utterance.entities().stream()
                        .noneMatch(entity -> token.start() < entity.end() && entity.start() < token.end()))
                .toList();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            words.add(tokens.get(i).text());
            if (i > 0 && tokens.get(i - 1).end() == tokens.get(i).start()) {
                words.add(tokens.get(i - 1).text() + tokens.get(i).text());
            }
        }
        return words;
    }

    @Override
    public Set<String> words(String intent) {
        return words.getOrDefault(intent, Set.of());
    }

    @Override
    public double asks(String text) {
        return requests.asks(text);
    }

    @Override
    public List<Ranked> ranking(String text) {
        return model.rank(text);
    }

    private Map<String, SlotTagger> taggers(TrainingData data) {
        Set<String> wanted = data.utterances().stream()
                .filter(this::marksWhatNoParserFinds)
                .map(Utterance::intent)
                .collect(Collectors.toSet());
        Map<String, SlotTagger> trained = new TreeMap<>();
        data.utterances().stream()
                .filter(utterance -> wanted.contains(utterance.intent()))
                .collect(Collectors.groupingBy(Utterance::intent))
                .forEach((intent, utterances) -> {
                    if (utterances.size() >= ENOUGH_TO_TAG) {
                        trained.put(intent, SlotTagger.train(utterances));
                    }
                });
        return trained;
    }

    private boolean marksWhatNoParserFinds(Utterance utterance) {
        IntentDefinition definition = intents.get(utterance.intent());
        return utterance.entities().stream()
                .anyMatch(entity -> definition == null
                        || definition.slots().stream()
                                .noneMatch(slot -> slot.name().equals(entity.name())
                                        && !slot.finder().isTaught()));
    }

    /** The entities known to the dictionary, and those that the taggers recognise by their context. */
    @Override
    public List<Entity> entities(String text) {
        List<Entity> found = new ArrayList<>(dictionary.find(text));
        SlotTagger tagger = taggers.isEmpty()
                ? null
                : taggers.get(model.rank(text).getFirst().intent());
        if (tagger != null) {
            for (Entity entity : tagger.find(text)) {
                if (found.stream().noneMatch(known -> entity.start() < known.end() && known.start() < entity.end())) {
                    found.add(entity);
                }
            }
            found.sort(Comparator.comparingInt(Entity::start));
        }
        return found;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Interpretation interpret(String text) {
        if (text.codePoints().noneMatch(Character::isLetter)) {
            return Interpretation.unknown(0, List.of());
        }
        Said said = Said.of(text);
        String core = Accounting.core(said.read());
        String asked = core.isEmpty() ? said.read() : core;
        List<Ranked> ranking = ranking(asked, said.read());
        Optional<IntentDefinition> named = cues.named(asked);
        if (named.isPresent()) {
            boolean agrees = !ranking.isEmpty()
                    && ranking.getFirst().intent().equals(named.get().name());
            if (!agrees && !ranking.isEmpty() && ranking.getFirst().confidence() >= SURE) {
                IntentDefinition other = intents.get(ranking.getFirst().intent());
                if (other != null && accountsFor(other, said)) {
                    return understood(other, said, ranking.getFirst().confidence());
                }
            }
            return understood(
                    named.get(),
                    said,
                    agrees ? Math.max(SURE, ranking.getFirst().confidence()) : CUE_ALONE);
        }
        if (ranking.isEmpty() || ranking.getFirst().confidence() < THRESHOLD) {
            return Interpretation.unknown(
                    ranking.isEmpty() ? 0 : ranking.getFirst().confidence(), List.of());
        }
        Ranked first = ranking.getFirst();
        if (ranking.size() > 1 && first.confidence() - ranking.getLast().confidence() < CLOSE) {
            return Interpretation.unknown(
                    first.confidence(), ranking.stream().map(Ranked::intent).toList());
        }
        IntentDefinition intent = intents.get(first.intent());
        return intent == null ? Interpretation.unknown(0, List.of()) : understood(intent, said, first.confidence());
    }

    /** The likeliest intents of the text without its courtesies; if none is likely enough, those of the whole text. */
    private List<Ranked> ranking(String core, String text) {
        List<Ranked> ranking = known(core);
        return ranking.isEmpty() || ranking.getFirst().confidence() < THRESHOLD && !core.equals(text)
                ? known(text)
                : ranking;
    }

    private List<Ranked> known(String text) {
        return model.rank(text).stream()
                .filter(ranked -> intents.containsKey(ranked.intent()))
                .limit(2)
                .toList();
    }

    /** Whether the text names the intent's action and every word has a role. */
    private boolean accountsFor(IntentDefinition intent, Said said) {
        Account account = Accounting.of(
                said, Reading.of(intent, said), new Aim(intent, words(intent.name()), true, false, List.of()));
        return account.complete() && account.asks();
    }

    private static Interpretation understood(IntentDefinition intent, Said said, double confidence) {
        return new Interpretation(
                intent.name(), confidence, Reading.of(intent, said).slots(), List.of(), IntentSource.LOCAL);
    }
}
