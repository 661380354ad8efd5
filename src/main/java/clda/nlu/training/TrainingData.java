package clda.nlu.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The training data of one or more files.
 *
 * @param synonyms by text, the value that it stands for
 * @param patterns by name, regular expressions
 * @param lookups by entity, its possible values
 */
public record TrainingData(
        List<Utterance> utterances,
        Map<String, String> synonyms,
        Map<String, List<String>> patterns,
        Map<String, List<String>> lookups) {

    /** By Rasa's convention, the intent of sentences that have none of the other intents. */
    public static final String OUT_OF_SCOPE = "out_of_scope";

    public static final TrainingData NOTHING = new TrainingData(List.of(), Map.of(), Map.of(), Map.of());

    public TrainingData {
        utterances = List.copyOf(utterances);
        synonyms = Map.copyOf(synonyms);
        patterns = Map.copyOf(patterns);
        lookups = Map.copyOf(lookups);
    }

    /** Twelve characters; the same data gives the same version, and different data almost always a different one. */
    public String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>();
            utterances.forEach(one -> parts.add(one.intent() + '\n' + one.text() + '\n' + one.entities()));
            new TreeMap<>(synonyms).forEach((written, meant) -> parts.add(written + '\n' + meant));
            new TreeMap<>(patterns).forEach((name, values) -> parts.add(name + '\n' + values));
            new TreeMap<>(lookups).forEach((name, values) -> parts.add(name + '\n' + values));
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public TrainingData and(TrainingData other) {
        Map<String, String> bothSynonyms = new LinkedHashMap<>(synonyms);
        bothSynonyms.putAll(other.synonyms);
        return new TrainingData(
                Stream.concat(utterances.stream(), other.utterances.stream()).toList(),
                bothSynonyms,
                both(patterns, other.patterns),
                both(lookups, other.lookups));
    }

    private static Map<String, List<String>> both(Map<String, List<String>> one, Map<String, List<String>> other) {
        Map<String, List<String>> both = new LinkedHashMap<>(one);
        other.forEach((name, values) -> both.merge(name, values, (some, more) -> {
            List<String> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }));
        return both;
    }
}
