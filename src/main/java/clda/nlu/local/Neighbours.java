package clda.nlu.local;

import clda.nlu.local.Vocabulary.Vector;
import java.util.Arrays;
import java.util.List;

/**
 * The similarity of a sentence to the most similar example of each intent: a sentence similar to none is probably about
 * something else.
 */
final class Neighbours {

    /** By feature: the examples that have it. */
    private final int[][] examples;

    private final float[][] weights;
    private final int[] intents;

    /** @param intents the number of the intent of each example */
    Neighbours(int features, List<Vector> vectors, int[] intents) {
        this.intents = intents.clone();
        int[] times = new int[features];
        vectors.forEach(vector -> {
            for (int feature : vector.features()) {
                times[feature]++;
            }
        });
        examples = new int[features][];
        weights = new float[features][];
        for (int feature = 0; feature < features; feature++) {
            examples[feature] = new int[times[feature]];
            weights[feature] = new float[times[feature]];
        }
        Arrays.fill(times, 0);
        for (int example = 0; example < vectors.size(); example++) {
            Vector vector = vectors.get(example);
            float length = length(vector);
            for (int i = 0; i < vector.features().length; i++) {
                int feature = vector.features()[i];
                examples[feature][times[feature]] = example;
                weights[feature][times[feature]++] = vector.weights()[i] / length;
            }
        }
    }

    private static float length(Vector vector) {
        float sum = 1e-9f;
        for (float weight : vector.weights()) {
            sum += weight * weight;
        }
        return (float) Math.sqrt(sum);
    }

    /** The cosine to the nearest example of each intent, 0 to 1. */
    float[] similarities(Vector vector, int ofIntents) {
        float[] products = new float[intents.length];
        for (int i = 0; i < vector.features().length; i++) {
            int[] its = examples[vector.features()[i]];
            float[] theirs = weights[vector.features()[i]];
            float weight = vector.weights()[i];
            for (int k = 0; k < its.length; k++) {
                products[its[k]] += weight * theirs[k];
            }
        }
        float length = length(vector);
        float[] nearest = new float[ofIntents];
        for (int example = 0; example < products.length; example++) {
            nearest[intents[example]] = Math.max(nearest[intents[example]], products[example] / length);
        }
        return nearest;
    }
}
