package clda.nlu.local;

import clda.nlu.Interpreter.Ranked;
import clda.nlu.local.IntentClassifier.Evidence;
import clda.nlu.local.IntentClassifier.Example;
import clda.nlu.training.TrainingData;
import clda.nlu.training.Utterance;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A calibrated classifier: it turns margins, similarities and the share of known words into probabilities. They are fitted to
 * its results on sentences that it was not trained on, including sentences out of scope (J. Platt, "Probabilistic outputs for
 * support vector machines", 1999).
 */
final class IntentModel {

    private static final int FOLDS = 2;
    private static final long SHUFFLED = 20_261_124;

    private final IntentClassifier classifier;

    /** The weights of {@link #signs}. */
    private final double[] weights;

    private IntentModel(IntentClassifier classifier, double[] weights) {
        this.classifier = classifier;
        this.weights = weights;
    }

    /** The evidence for an intent, and for the sentence being about any intent. */
    private static double[] signs(Evidence all, int intent) {
        return new double[] {all.margins()[intent], all.similarities()[intent], all.knownWords(), all.knownPairs(), 1};
    }

    /** Trains on all data, and calibrates by training several times with one part held back. */
    static IntentModel of(TrainingData data) {
        List<Example> examples = new ArrayList<>();
        List<Example> others = new ArrayList<>();
        for (Utterance utterance : data.utterances()) {
            Example example = new Example(utterance.text(), utterance.intent());
            (utterance.intent().equals(TrainingData.OUT_OF_SCOPE) ? others : examples).add(example);
        }
        Collections.shuffle(examples, new Random(SHUFFLED));
        Calibration calibration = new Calibration();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Example> taught = new ArrayList<>();
            List<Example> held = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                (i % FOLDS == fold ? held : taught).add(examples.get(i));
            }
            for (int i = fold; i < others.size(); i += FOLDS) {
                held.add(others.get(i));
            }
            calibration.look(IntentClassifier.train(taught), held);
        }
        return calibration.of(IntentClassifier.train(examples));
    }

    /** Trains on one part and calibrates on the other. */
    static IntentModel of(List<Example> taught, List<Example> held) {
        IntentClassifier classifier = IntentClassifier.train(taught);
        Calibration calibration = new Calibration();
        calibration.look(classifier, held);
        return calibration.of(classifier);
    }

    /** The evidence for the best intents of the sentences held back, and whether these intents were right. */
    private static final class Calibration {
        private final List<Feature[]> evidence = new ArrayList<>();
        private final List<Double> right = new ArrayList<>();

        void look(IntentClassifier classifier, List<Example> held) {
            for (Example example : held) {
                Evidence all = classifier.look(example.text());
                int best = all.best();
                double[] signs = signs(all, best);
                Feature[] nodes = new Feature[signs.length];
                for (int i = 0; i < signs.length; i++) {
                    nodes[i] = new FeatureNode(i + 1, signs[i]);
                }
                evidence.add(nodes);
                right.add(classifier.intents().get(best).equals(example.intent()) ? 1.0 : 0.0);
            }
        }

        IntentModel of(IntentClassifier classifier) {
            Problem problem = new Problem();
            problem.l = evidence.size();
            problem.n = evidence.getFirst().length;
            problem.x = evidence.toArray(Feature[][]::new);
            problem.y = right.stream().mapToDouble(Double::doubleValue).toArray();
            Model model = new Linear().train(problem, new Parameter(SolverType.L2R_LR, 100, 0.001));
            double sign = model.getLabels()[0] == 1 ? 1 : -1;
            double[] weights = model.getFeatureWeights();
            return new IntentModel(
                    classifier,
                    Arrays.stream(weights).map(weight -> sign * weight).toArray());
        }
    }

    /** All intents, the most likely first. */
    List<Ranked> rank(String text) {
        Evidence all = classifier.look(text);
        List<Ranked> ranking = new ArrayList<>(intents());
        for (int i = 0; i < intents(); i++) {
            double[] signs = signs(all, i);
            double sum = 0;
            for (int sign = 0; sign < signs.length; sign++) {
                sum += weights[sign] * signs[sign];
            }
            ranking.add(new Ranked(classifier.intents().get(i), 1 / (1 + Math.exp(-sum))));
        }
        ranking.sort(Comparator.comparingDouble(Ranked::confidence).reversed());
        return ranking;
    }

    int features() {
        return classifier.features();
    }

    int intents() {
        return classifier.intents().size();
    }
}
