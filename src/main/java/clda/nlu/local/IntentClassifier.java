package clda.nlu.local;

import clda.nlu.local.Vocabulary.Vector;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Distinguishes intents by a linear support vector machine over words and letters (R.-E. Fan et al., "LIBLINEAR", 2008), one
 * against the rest for each intent, and by the nearest example. The machine chooses the intent; the nearest example shows
 * whether the sentence is about any of the intents at all.
 */
final class IntentClassifier {

    /** Cost of an example on the wrong side; a higher one fits the examples more closely. */
    private static final double COST = 1;

    /** With at least this many examples, features that occur only once are left out. */
    private static final int MANY = 14_000;

    /** A sentence with its intent. */
    record Example(String text, String intent) {}

    private final Vocabulary vocabulary;
    private final List<String> intents;
    /** One row for each feature, with a weight for each intent; the last row is the bias. */
    private final float[][] weights;

    private final Neighbours neighbours;

    private IntentClassifier(Vocabulary vocabulary, List<String> intents, float[][] weights, Neighbours neighbours) {
        this.vocabulary = vocabulary;
        this.intents = intents;
        this.weights = weights;
        this.neighbours = neighbours;
    }

    static IntentClassifier train(List<Example> examples) {
        List<String> intents = new ArrayList<>(
                new TreeSet<>(examples.stream().map(Example::intent).toList()));
        Vocabulary vocabulary =
                Vocabulary.of(examples.stream().map(Example::text).toList(), examples.size() < MANY ? 1 : 2);
        List<Vector> vectors = new ArrayList<>(examples.size());
        int[] labels = new int[examples.size()];
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = vocabulary.size() + 1;
        problem.bias = 1;
        problem.x = new Feature[problem.l][];
        problem.y = new double[problem.l];
        for (int i = 0; i < problem.l; i++) {
            vectors.add(vocabulary.vector(examples.get(i).text()));
            problem.x[i] = nodes(vectors.getLast(), problem.n);
            labels[i] = Collections.binarySearch(intents, examples.get(i).intent());
            problem.y[i] = labels[i];
        }
        Linear.disableDebugOutput();
        Model model = new Linear().train(problem, new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, 0.1));
        return new IntentClassifier(
                vocabulary,
                intents,
                rows(model, intents.size(), problem.n),
                new Neighbours(vocabulary.size(), vectors, labels));
    }

    /** A sentence in the format of the support vector machine, with the bias feature. */
    static Feature[] nodes(Vector vector, int bias) {
        Feature[] nodes = new Feature[vector.features().length + 1];
        for (int i = 0; i < vector.features().length; i++) {
            nodes[i] = new FeatureNode(vector.features()[i] + 1, vector.weights()[i]);
        }
        nodes[nodes.length - 1] = new FeatureNode(bias, 1);
        return nodes;
    }

    private static float[][] rows(Model model, int intents, int features) {
        double[] all = model.getFeatureWeights();
        int[] labels = model.getLabels();
        float[][] rows = new float[features][intents];
        // With two classes there is one set of weights, for the first against the second.
        int sets = labels.length == 2 ? 1 : labels.length;
        for (int feature = 0; feature < features; feature++) {
            for (int set = 0; set < sets; set++) {
                float weight = (float) all[feature * sets + set];
                rows[feature][labels[set]] = weight;
                if (labels.length == 2) {
                    rows[feature][labels[1]] = -weight;
                }
            }
        }
        return rows;
    }

    List<String> intents() {
        return intents;
    }

    int features() {
        return vocabulary.size();
    }

    /**
     * The evidence for each intent, in the order of {@link #intents}.
     *
     * @param margins by intent, the distance from the decision boundary; negative if the sentence is on the other side
     * @param similarities by intent, the similarity to its nearest example, 0 to 1
     * @param knownWords the share of the sentence's words that occur in the examples, 0 to 1
     * @param knownPairs the share of its pairs of words that occur in the examples, 0 to 1
     */
    record Evidence(float[] margins, float[] similarities, float knownWords, float knownPairs) {

        /** The intent with the strongest evidence. */
        int best() {
            int best = 0;
            for (int i = 1; i < margins.length; i++) {
                best = of(i) > of(best) ? i : best;
            }
            return best;
        }

        private float of(int intent) {
            return margins[intent] + similarities[intent];
        }
    }

    Evidence look(String text) {
        Vector vector = vocabulary.vector(text);
        float[] margins = weights[weights.length - 1].clone();
        for (int i = 0; i < vector.features().length; i++) {
            float[] row = weights[vector.features()[i]];
            float weight = vector.weights()[i];
            for (int intent = 0; intent < margins.length; intent++) {
                margins[intent] += weight * row[intent];
            }
        }
        return new Evidence(
                margins, neighbours.similarities(vector, margins.length), vector.knownWords(), vector.knownPairs());
    }
}
