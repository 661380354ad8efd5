package clda.nlu.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the features of a set of sentences and weights them. Rare features count more (TF-IDF), and repeating a word adds
 * little. Words and groups of letters are normalised separately, so that the many groups do not outweigh the few words.
 */
final class Vocabulary {

    /**
     * A sentence as numbers with weights, sorted by number.
     *
     * @param knownWords the share of its words that occur in the vocabulary; rare words count more
     * @param knownPairs the share of its pairs of adjacent words that occur in the vocabulary
     */
    record Vector(int[] features, float[] weights, float knownWords, float knownPairs) {}

    private static final float LETTERS = 0.8f;

    private final Map<String, Integer> numbers;
    private final float[] rarity;
    private final float unseen;

    private Vocabulary(Map<String, Integer> numbers, float[] rarity, int sentences) {
        this.numbers = numbers;
        this.rarity = rarity;
        this.unseen = rarity(sentences, 0);
    }

    private static float rarity(int sentences, int times) {
        return (float) (Math.log((1.0 + sentences) / (1.0 + times)) + 1);
    }

    /** @param least the minimum number of sentences in which a feature must occur */
    static Vocabulary of(List<String> sentences, int least) {
        Map<String, Integer> found = new HashMap<>();
        for (String sentence : sentences) {
            List<String> words = SentenceFeatures.words(SentenceFeatures.normalised(sentence));
            Set<String> its = new HashSet<>();
            SentenceFeatures.words(words, its::add);
            SentenceFeatures.letters(words, its::add);
            its.forEach(feature -> found.merge(feature, 1, Integer::sum));
        }
        List<String> kept = new ArrayList<>();
        found.forEach((feature, times) -> {
            if (times >= least) {
                kept.add(feature);
            }
        });
        // Sorted, so that the same set of sentences gives the same numbers.
        kept.sort(null);
        Map<String, Integer> numbers = HashMap.newHashMap(kept.size());
        float[] rarity = new float[kept.size()];
        for (int i = 0; i < rarity.length; i++) {
            numbers.put(kept.get(i), i);
            rarity[i] = rarity(sentences.size(), found.getOrDefault(kept.get(i), 0));
        }
        return new Vocabulary(numbers, rarity, sentences.size());
    }

    int size() {
        return rarity.length;
    }

    Vector vector(String sentence) {
        List<String> words = SentenceFeatures.words(SentenceFeatures.normalised(sentence));
        Map<Integer, Integer> ofWords = new HashMap<>();
        Known known = new Known();
        SentenceFeatures.words(words, feature -> known.add(feature, count(feature, ofWords)));
        Map<Integer, Integer> ofLetters = new HashMap<>();
        SentenceFeatures.letters(words, feature -> count(feature, ofLetters));
        int[] features = new int[ofWords.size() + ofLetters.size()];
        int filled = 0;
        for (int feature : ofWords.keySet()) {
            features[filled++] = feature;
        }
        for (int feature : ofLetters.keySet()) {
            features[filled++] = feature;
        }
        Arrays.sort(features);
        double wordLength = length(ofWords);
        double letterLength = length(ofLetters);
        float[] weights = new float[features.length];
        for (int i = 0; i < features.length; i++) {
            Integer times = ofWords.get(features[i]);
            weights[i] = (float)
                    (times != null
                            ? weight(features[i], times) / wordLength
                            : LETTERS * weight(features[i], ofLetters.getOrDefault(features[i], 0)) / letterLength);
        }
        return new Vector(features, weights, known.words(), known.pairs());
    }

    /** The known share of a sentence. */
    private final class Known {
        private float words;
        private float knownWords;
        private int pairs;
        private int knownPairs;

        void add(String feature, @Nullable Integer number) {
            if (feature.startsWith(SentenceFeatures.PAIR)) {
                pairs++;
                knownPairs += number == null ? 0 : 1;
            } else {
                float weight = number == null ? unseen : rarity[number];
                words += weight;
                knownWords += number == null ? 0 : weight;
            }
        }

        float words() {
            return words == 0 ? 0 : knownWords / words;
        }

        float pairs() {
            return pairs == 0 ? 0 : (float) knownPairs / pairs;
        }
    }

    /** The feature's number; null if it is unknown. */
    private @Nullable Integer count(String feature, Map<Integer, Integer> times) {
        Integer number = numbers.get(feature);
        if (number != null) {
            times.merge(number, 1, Integer::sum);
        }
        return number;
    }

    private double weight(int feature, int times) {
        return (1 + Math.log(times)) * rarity[feature];
    }

    private double length(Map<Integer, Integer> times) {
        double sum = 0;
        for (Map.Entry<Integer, Integer> feature : times.entrySet()) {
            double weight = weight(feature.getKey(), feature.getValue());
            sum += weight * weight;
        }
        return Math.max(Math.sqrt(sum), 1e-9);
    }
}
