package clda.nlu.local;

import clda.nlu.local.Vocabulary.Vector;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.RequestExamples;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Distinguishes sentences that ask for something to be done now from those that only mention it, independent of the topic. A
 * linear support vector machine over words and letters.
 */
final class RequestClassifier {

    private static final double COST = 1;

    /** Cost of acting on something that was only mentioned, relative to asking once more. */
    private static final double COST_OF_ACTING_WRONGLY = 2;

    private static final double ASKS = 1;
    private static final double TELLS = -1;

    private static final Pattern ADDRESS = Pattern.compile("[\\w.+'-]{1,64}@[\\w.-]{1,253}\\w");

    private final Vocabulary vocabulary;
    private final float[] weights;
    private final float bias;

    private RequestClassifier(Vocabulary vocabulary, float[] weights, float bias) {
        this.vocabulary = vocabulary;
        this.weights = weights;
        this.bias = bias;
    }

    /** The classifier that comes with the server; trained on first use. */
    static RequestClassifier builtIn() {
        return BuiltIn.INSTANCE;
    }

    private static final class BuiltIn {
        private static final RequestClassifier INSTANCE = train(BuiltInData.requests());
    }

    static RequestClassifier train(RequestExamples examples) {
        List<String> sentences = new ArrayList<>();
        examples.asking().forEach(text -> sentences.add(masked(text)));
        examples.telling().forEach(text -> sentences.add(masked(text)));
        Vocabulary vocabulary = Vocabulary.of(sentences, 2);
        Problem problem = new Problem();
        problem.l = sentences.size();
        problem.n = vocabulary.size() + 1;
        problem.bias = 1;
        problem.x = new Feature[problem.l][];
        problem.y = new double[problem.l];
        for (int i = 0; i < problem.l; i++) {
            problem.x[i] = IntentClassifier.nodes(vocabulary.vector(sentences.get(i)), problem.n);
            problem.y[i] = i < examples.asking().size() ? ASKS : TELLS;
        }
        Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, 0.1);
        parameter.setWeights(new double[] {COST_OF_ACTING_WRONGLY}, new int[] {(int) TELLS});
        Linear.disableDebugOutput();
        Model model = new Linear().train(problem, parameter);
        double[] all = model.getFeatureWeights();
        float sign = model.getLabels()[0] == ASKS ? 1 : -1;
        float[] weights = new float[vocabulary.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sign * (float) all[i];
        }
        return new RequestClassifier(vocabulary, weights, sign * (float) all[weights.length]);
    }

    /** Replaces mail addresses, which do not matter for the decision. */
    private static String masked(String text) {
        return ADDRESS.matcher(text).replaceAll("a@b");
    }

    /** The distance from the decision boundary: positive for a request, negative for a mere mention. */
    float asks(String text) {
        Vector vector = vocabulary.vector(masked(text));
        float margin = bias;
        for (int i = 0; i < vector.features().length; i++) {
            margin += vector.weights()[i] * weights[vector.features()[i]];
        }
        return margin;
    }
}
