package clda.nlu.local;

import clda.nlu.local.IntentClassifier.Example;
import clda.nlu.training.TrainingData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Cross-validation: each part of the examples is classified by a model trained on the other parts.
 *
 * @param intents the names, in the order of rows and columns
 * @param taken the confusion matrix: rows are the true intents, columns the predicted ones
 * @param wrong the sentences that were classified wrongly, at most a hundred
 */
public record CrossValidation(List<String> intents, int[][] taken, List<Mistake> wrong) {

    private static final int PARTS = 5;
    private static final int MAX_SHOWN = 100;
    private static final long SHUFFLED = 1;

    record Part(List<Example> taught, List<Example> held) {}

    public record Mistake(String text, String intent, String takenFor) {}

    public CrossValidation {
        intents = List.copyOf(intents);
        wrong = List.copyOf(wrong);
    }

    /** Trains five times; examples out of scope are left out. */
    public static CrossValidation of(TrainingData data) {
        return of(data.utterances().stream()
                .filter(utterance -> !utterance.intent().equals(TrainingData.OUT_OF_SCOPE))
                .map(utterance -> new Example(utterance.text(), utterance.intent()))
                .toList());
    }

    static CrossValidation of(List<Example> examples) {
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(SHUFFLED));
        List<String> intents = new ArrayList<>(
                new TreeSet<>(examples.stream().map(Example::intent).toList()));
        int[][] taken = new int[intents.size()][intents.size()];
        List<Mistake> wrong = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            Part parts = part(shuffled, part);
            IntentClassifier classifier = IntentClassifier.train(parts.taught());
            for (Example example : parts.held()) {
                String takenFor =
                        classifier.intents().get(classifier.look(example.text()).best());
                taken[intents.indexOf(example.intent())][intents.indexOf(takenFor)]++;
                if (!takenFor.equals(example.intent()) && wrong.size() < MAX_SHOWN) {
                    wrong.add(new Mistake(example.text(), example.intent(), takenFor));
                }
            }
        }
        return new CrossValidation(intents, taken, wrong);
    }

    private static Part part(List<Example> shuffled, int number) {
        List<Example> taught = new ArrayList<>();
        List<Example> held = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            (i % PARTS == number ? held : taught).add(shuffled.get(i));
        }
        return new Part(taught, held);
    }

    public int sentences() {
        int all = 0;
        for (int[] row : taken) {
            for (int count : row) {
                all += count;
            }
        }
        return all;
    }

    public int right() {
        int right = 0;
        for (int i = 0; i < taken.length; i++) {
            right += taken[i][i];
        }
        return right;
    }
}
