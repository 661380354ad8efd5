package clda.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Skeletons of texts: texts that look alike have the same skeleton (Unicode Technical Standard 39, section 4). */
final class Confusables {

    private static final String RESOURCE = "/clda/security/confusables.txt";
    private static final Map<Integer, String> PROTOTYPES = read();

    private Confusables() {}

    static String skeleton(String text) {
        StringBuilder skeleton = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().forEach(letter -> {
            String prototype = PROTOTYPES.get(letter);
            if (prototype == null) {
                skeleton.appendCodePoint(letter);
            } else {
                skeleton.append(prototype);
            }
        });
        return Normalizer.normalize(skeleton, Normalizer.Form.NFD);
    }

    private static Map<Integer, String> read() {
        try (InputStream in = Confusables.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the archive");
            }
            Map<Integer, String> prototypes = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> add(line, prototypes));
            return Map.copyOf(prototypes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String line, Map<Integer, String> prototypes) {
        int sign = line.indexOf('<');
        String prototype = text(letters(line.substring(0, sign)));
        for (int letter : letters(line.substring(sign + 1))) {
            prototypes.put(letter, prototype);
        }
    }

    private static int[] letters(String hexadecimal) {
        return Arrays.stream(hexadecimal.strip().split(" "))
                .filter(letter -> !letter.isEmpty())
                .mapToInt(letter -> Integer.parseInt(letter, 16))
                .toArray();
    }

    private static String text(int[] letters) {
        return new String(letters, 0, letters.length);
    }
}
