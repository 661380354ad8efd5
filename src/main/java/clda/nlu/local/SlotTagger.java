package clda.nlu.local;

import clda.nlu.training.Utterance;
import clda.nlu.training.Utterance.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import opennlp.tools.ml.TrainerFactory;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.Event;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.TrainingParameters;

/**
 * Marks the values in a sentence word by word: each word begins a value, is within one, or is outside. A maximum entropy model
 * (OpenNLP, trained by L-BFGS) gives the probability of each mark after the previous one. A beam search keeps the few best
 * ways to mark the sentence (A. Ratnaparkhi, "Maximum Entropy Models for Natural Language Ambiguity Resolution", 1998).
 */
final class SlotTagger {

    static final String OUTSIDE = "O";

    private static final String BEGINS = "B-";
    private static final String GOES_ON = "I-";
    private static final int ITERATIONS = 60;
    private static final double L2_COST = 1;

    /** Beam width: the number of ways to mark the sentence that are kept after each word. */
    private static final int BEAM = 5;

    private static final double HOPELESS = 1e-4;

    private final MaxentModel model;
    private final SlotFeatures features;

    private SlotTagger(MaxentModel model, SlotFeatures features) {
        this.model = model;
        this.features = features;
    }

    static SlotTagger train(List<Utterance> utterances) {
        List<Marked> sentences = utterances.stream().map(Marked::of).toList();
        SlotFeatures features = new SlotFeatures();
        sentences.forEach(features::know);
        List<Event> events = new ArrayList<>();
        for (Marked sentence : sentences) {
            // The features of a sentence must not include what was learned from that same sentence.
            features.forget(sentence);
            List<List<String>> words = features.of(sentence.tokens());
            features.know(sentence);
            String before = OUTSIDE;
            String beforeThat = OUTSIDE;
            for (int i = 0; i < words.size(); i++) {
                events.add(new Event(
                        sentence.marks().get(i),
                        context(
                                words.get(i),
                                before,
                                beforeThat,
                                sentence.tokens().get(i))));
                beforeThat = before;
                before = sentence.marks().get(i);
            }
        }
        TrainingParameters parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
        parameters.put(TrainingParameters.ITERATIONS_PARAM, ITERATIONS);
        parameters.put(TrainingParameters.CUTOFF_PARAM, 0);
        parameters.put(QNTrainer.L2COST_PARAM, L2_COST);
        parameters.put(QNTrainer.L1COST_PARAM, 0.0);
        parameters.put("PrintMessages", false);
        try {
            return new SlotTagger(
                    TrainerFactory.getEventTrainer(parameters, new HashMap<>())
                            .train(ObjectStreamUtils.createObjectStream(events)),
                    features);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values, in the order of the sentence. */
    List<Entity> find(String text) {
        List<PlacedTokens.Token> tokens = PlacedTokens.of(text);
        List<String> words = tokens.stream().map(PlacedTokens.Token::text).toList();
        List<String> marks = mark(words);
        List<Entity> found = new ArrayList<>();
        int i = 0;
        while (i < marks.size()) {
            int end = i + 1;
            if (marks.get(i).startsWith(BEGINS)) {
                String name = marks.get(i).substring(BEGINS.length());
                while (end < marks.size() && marks.get(end).equals(GOES_ON + name)) {
                    end++;
                }
                int from = tokens.get(i).start();
                int to = tokens.get(end - 1).end();
                found.add(new Entity(from, to, name, text.substring(from, to), null, null));
            }
            i = end;
        }
        return found;
    }

    private record Way(List<String> marks, double likelihood) {
        String last(int back) {
            return marks.size() < back ? OUTSIDE : marks.get(marks.size() - back);
        }

        Way with(String mark, double probability) {
            List<String> longer = new ArrayList<>(marks);
            longer.add(mark);
            return new Way(longer, likelihood + Math.log(probability));
        }
    }

    private List<String> mark(List<String> words) {
        List<List<String>> known = features.of(words);
        List<Way> ways = List.of(new Way(List.of(), 0));
        for (int i = 0; i < words.size(); i++) {
            List<Way> longer = new ArrayList<>();
            for (Way way : ways) {
                double[] outcomes = model.eval(context(known.get(i), way.last(1), way.last(2), words.get(i)));
                for (int outcome = 0; outcome < outcomes.length; outcome++) {
                    String mark = model.getOutcome(outcome);
                    boolean mayFollow = !mark.startsWith(GOES_ON)
                            || way.last(1).length() > 2
                                    && way.last(1).substring(2).equals(mark.substring(2));
                    if (outcomes[outcome] > HOPELESS && mayFollow) {
                        longer.add(way.with(mark, outcomes[outcome]));
                    }
                }
            }
            longer.sort(Comparator.comparingDouble(Way::likelihood).reversed());
            ways = longer.isEmpty()
                    ? List.of(ways.getFirst().with(OUTSIDE, 1))
                    : longer.subList(0, Math.min(BEAM, longer.size()));
        }
        return ways.getFirst().marks();
    }

    private static String[] context(List<String> word, String before, String beforeThat, String text) {
        String[] context = Arrays.copyOf(word.toArray(String[]::new), word.size() + 3);
        context[word.size()] = "1=" + before;
        context[word.size() + 1] = "2=" + beforeThat + ' ' + before;
        context[word.size() + 2] = "1w=" + before + ' ' + text;
        return context;
    }

    /** A sentence of the training data, word by word. */
    record Marked(List<String> tokens, List<String> marks) {

        static Marked of(Utterance utterance) {
            List<PlacedTokens.Token> tokens = PlacedTokens.of(utterance.text());
            List<String> marks = new ArrayList<>();
            for (PlacedTokens.Token token : tokens) {
                marks.add(utterance.entities().stream()
                        .filter(entity -> token.start() >= entity.start() && token.end() <= entity.end())
                        .map(entity -> (token.start() == entity.start() ? BEGINS : GOES_ON) + entity.name())
                        .findFirst()
                        .orElse(OUTSIDE));
            }
            return new Marked(tokens.stream().map(PlacedTokens.Token::text).toList(), marks);
        }
    }
}
