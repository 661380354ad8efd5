package clda.llm.http;

import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A provider's error text for administrators and the log, without keys and without anything that users said. Providers may
 * repeat parts of the request, cut off or escaped. So every word that occurs in the request is left out, unless it is a common
 * word of error messages ({@code error-words.txt}).
 */
final class ProviderWords {

    private static final String LEFT_OUT = "…";
    private static final int LONGEST_READ = 2_000;
    private static final int LONGEST = 300;

    /** Maximum characters of a word with digits in it; longer ones are keys, ids, hashes. */
    private static final int LONGEST_WITH_DIGITS = 11;

    private static final int LONGEST_WORD = 24;
    private static final int LEAST_PART = 3;

    private static final Pattern PIECES =
            Pattern.compile("(?<wide>[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]+)"
                    + "|(?<word>[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.\\-/*@+:]*)|(?<other>.)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private static final Set<String> OF_ERRORS = read();

    private final String sent;
    private final String model;
    private final List<String> secrets;

    /**
     * @param sent all texts of the request, in lower case
     * @param model the model's name, which may be shown
     * @param secrets texts that are left out wherever they occur
     */
    ProviderWords(String sent, String model, List<String> secrets) {
        this.sent = sent;
        this.model = model.toLowerCase(Locale.ROOT);
        this.secrets = secrets;
    }

    /** All texts of the request in lower case, except the instructions at its beginning, which no user wrote. */
    static String sent(ModelRequest request) {
        StringBuilder sent = new StringBuilder();
        List<ModelMessage> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0 || !(messages.getFirst() instanceof ModelMessage.SystemMessage)) {
                sent.append(text(messages.get(i))).append('\n');
            }
        }
        return sent.toString().toLowerCase(Locale.ROOT);
    }

    private static String text(ModelMessage message) {
        return switch (message) {
            case ModelMessage.SystemMessage system -> system.text();
            case ModelMessage.UserMessage user -> user.text();
            case ModelMessage.NoticeMessage notice -> notice.words();
            case ModelMessage.ToolMessage tool -> tool.outcome().toString();
            case ModelMessage.AssistantMessage assistant ->
                assistant.text()
                        + "\n"
                        + assistant.calls().stream()
                                .map(call -> call.arguments().toString())
                                .collect(Collectors.joining("\n"));
        };
    }

    /** Null if nothing is left. */
    @Nullable
    String clean(String said) {
        String text = unescaped(said.length() > LONGEST_READ ? said.substring(0, LONGEST_READ) : said);
        for (String secret : secrets) {
            text = text.replace(secret, LEFT_OUT);
        }
        StringBuilder clean = new StringBuilder();
        Matcher pieces = PIECES.matcher(text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " "));
        boolean any = false;
        while (pieces.find() && clean.length() < LONGEST) {
            String piece = pieces.group();
            if (pieces.group("other") != null) {
                clean.append(piece);
                continue;
            }
            String told = pieces.group("wide") != null ? wide(piece) : word(piece);
            any |= !told.equals(LEFT_OUT);
            clean.append(told);
        }
        String told =
                clean.toString().replaceAll("(?:…[\\s\\p{Punct}]*)+…", LEFT_OUT).strip();
        return any ? told : null;
    }

    /** The text with JSON escapes decoded. */
    private static String unescaped(String said) {
        String plain = ESCAPE.matcher(said)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return plain.replace("\\n", " ").replace("\\t", " ").replace("\\\"", "\"");
    }

    private String word(String piece) {
        String word = piece.replaceAll("[.\\-/:]+$", "");
        String end = piece.substring(word.length());
        String lower = word.toLowerCase(Locale.ROOT);
        return mayBeTold(lower) ? piece : LEFT_OUT + (end.equals(".") || end.equals(":") ? end : "");
    }

    private boolean mayBeTold(String word) {
        if (OF_ERRORS.contains(word) || word.equals(model)) {
            return true;
        }
        boolean digits = word.chars().anyMatch(Character::isDigit);
        boolean letters = word.chars().anyMatch(Character::isLetter);
        if (word.contains("**")
                || word.length() > LONGEST_WORD
                || digits && letters && word.length() > LONGEST_WITH_DIGITS
                || sent.contains(word)) {
            return false;
        }
        for (String part : word.split("[_.\\-/*@+:]")) {
            if (part.length() >= LEAST_PART && !OF_ERRORS.contains(part) && sent.contains(part)) {
                return false;
            }
        }
        return true;
    }

    /** For scripts without spaces: a run without the pairs of characters that occur in the request. */
    private String wide(String run) {
        String lower = run.toLowerCase(Locale.ROOT);
        boolean[] out = new boolean[run.length()];
        if (run.length() == 1) {
            out[0] = sent.contains(lower);
        }
        for (int i = 0; i + 2 <= run.length(); i++) {
            if (sent.contains(lower.substring(i, i + 2))) {
                out[i] = true;
                out[i + 1] = true;
            }
        }
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < out.length; i++) {
            if (!out[i]) {
                told.append(run.charAt(i));
            } else if (i == 0 || !out[i - 1]) {
                told.append(LEFT_OUT);
            }
        }
        return told.toString();
    }

    private static Set<String> read() {
        try (InputStream in = ProviderWords.class.getResourceAsStream("error-words.txt")) {
            if (in == null) {
                throw new IllegalStateException("error-words.txt is missing from the archive");
            }
            return Set.copyOf(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
