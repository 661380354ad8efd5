package clda.nlu.local;

import clda.nlu.local.SlotTagger.Marked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of each word of a sentence: the word, its neighbours, its beginning and end, the values of the examples that
 * contain it, and how it was marked in other sentences.
 */
final class SlotFeatures {

    private static final int LONGEST_VALUE = 8;
    private static final int LONGEST_AFFIX = 4;
    private static final int RARE = 3;

    /** By value, how often it has each mark. */
    private final Map<String, Map<String, Integer>> values = new HashMap<>();

    /** By word, how often it is part of each kind of value, or of none. */
    private final Map<String, Map<String, Integer>> words = new HashMap<>();

    void know(Marked sentence) {
        add(sentence, 1);
    }

    void forget(Marked sentence) {
        add(sentence, -1);
    }

    private void add(Marked sentence, int times) {
        List<String> marks = sentence.marks();
        for (int i = 0; i < marks.size(); i++) {
            String mark = marks.get(i);
            String name = mark.equals(SlotTagger.OUTSIDE) ? mark : mark.substring(2);
            count(words, sentence.tokens().get(i), name, times);
            if (mark.startsWith("B-")) {
                int end = i + 1;
                while (end < marks.size() && marks.get(end).equals("I-" + name)) {
                    end++;
                }
                count(values, String.join(" ", sentence.tokens().subList(i, end)), name, times);
            }
        }
    }

    private static void count(Map<String, Map<String, Integer>> counts, String key, String name, int times) {
        counts.computeIfAbsent(key, any -> new HashMap<>()).merge(name, times, Integer::sum);
    }

    /** One list for each word. */
    List<List<String>> of(List<String> tokens) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            all.add(new ArrayList<>());
        }
        for (int i = 0; i < tokens.size(); i++) {
            knownValues(tokens, i, all);
            neighbours(tokens, i, all.get(i));
            shape(tokens.get(i), all.get(i));
            for (int by = -1; by <= 1; by++) {
                markedElsewhere(tokens, i + by, by, all.get(i));
            }
        }
        return all;
    }

    private void knownValues(List<String> tokens, int from, List<List<String>> all) {
        StringBuilder value = new StringBuilder();
        for (int end = from + 1; end <= Math.min(tokens.size(), from + LONGEST_VALUE); end++) {
            value.append(value.isEmpty() ? "" : " ").append(tokens.get(end - 1));
            Map<String, Integer> names = values.get(value.toString());
            if (names == null) {
                continue;
            }
            String size = end - from > 1 ? "+" : "";
            for (Map.Entry<String, Integer> name : names.entrySet()) {
                if (name.getValue() > 0) {
                    all.get(from).add("vB" + name.getKey() + size);
                    for (int within = from + 1; within < end; within++) {
                        all.get(within).add("vI" + name.getKey() + size);
                    }
                    if (end < tokens.size()) {
                        all.get(end).add("v>" + name.getKey());
                    }
                    if (from > 0) {
                        all.get(from - 1).add("v<" + name.getKey());
                    }
                }
            }
        }
    }

    private static String at(List<String> tokens, int i) {
        return i < 0 ? "<" : i < tokens.size() ? tokens.get(i) : ">";
    }

    private static void neighbours(List<String> tokens, int i, List<String> features) {
        String word = tokens.get(i);
        String before = at(tokens, i - 1);
        String after = at(tokens, i + 1);
        features.add("bias");
        features.add("w=" + word);
        features.add("-1=" + before);
        features.add("+1=" + after);
        features.add("-2=" + at(tokens, i - 2));
        features.add("+2=" + at(tokens, i + 2));
        features.add("-1w=" + before + ' ' + word);
        features.add("w+1=" + word + ' ' + after);
        features.add("-2-1=" + at(tokens, i - 2) + ' ' + before);
        features.add("+1+2=" + after + ' ' + at(tokens, i + 2));
        features.add("-1+1=" + before + ' ' + after);
        features.add("-2-1w=" + at(tokens, i - 2) + ' ' + before + ' ' + word);
        for (int far = 3; far <= 5; far++) {
            if (i - far >= 0) {
                features.add("<<" + tokens.get(i - far));
            }
            if (far < 5 && i + far < tokens.size()) {
                features.add(">>" + tokens.get(i + far));
            }
        }
        if (i == 0) {
            features.add("first");
        }
        if (i == tokens.size() - 1) {
            features.add("last");
        }
    }

    private static void shape(String word, List<String> features) {
        features.add("s=" + word.replaceAll("\\p{Nd}+", "0"));
        for (int length = 1; length <= Math.min(LONGEST_AFFIX, word.length()); length++) {
            features.add("^" + word.substring(0, length));
            features.add("$" + word.substring(word.length() - length));
        }
    }

    private void markedElsewhere(List<String> tokens, int at, int by, List<String> features) {
        if (at < 0 || at >= tokens.size()) {
            return;
        }
        Map<String, Integer> names = words.getOrDefault(tokens.get(at), Map.of());
        int all = names.values().stream().mapToInt(Integer::intValue).sum();
        if (all <= 0) {
            features.add("m" + by + "new");
            return;
        }
        Map.Entry<String, Integer> max = names.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow();
        int tenths = max.getValue() * 10 / all;
        features.add("m" + by + max.getKey() + (tenths >= 9 ? "!" : tenths >= 6 ? "+" : "-"));
        if (all < RARE) {
            features.add("m" + by + "rare");
        }
    }
}
