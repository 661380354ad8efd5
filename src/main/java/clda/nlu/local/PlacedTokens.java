package clda.nlu.local;

import clda.nlu.SimplifiedCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens with their positions: runs of letters, digits and joining signs; single Han characters; single signs. */
final class PlacedTokens {

    private static final int LOOKED_AT = 400;

    private static final Pattern TOKEN = Pattern.compile(
            "\\p{IsHan}|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]+(?:[-'’.:@&/+][\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]+)*|[^\\s]");

    /** @param text in lower case and simplified characters */
    record Token(String text, int start, int end) {}

    private PlacedTokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        Matcher matcher = TOKEN.matcher(SimplifiedCharacters.of(looked));
        while (matcher.find()) {
            tokens.add(new Token(matcher.group().toLowerCase(Locale.ROOT), matcher.start(), matcher.end()));
        }
        return tokens;
    }
}
