package clda.nlu.account;

import clda.nlu.Said;
import clda.nlu.account.Account.Part;
import clda.nlu.account.Accounting.Aim;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The roles that the tokens of a sentence have so far. The first role that a token gets stays. */
final class Marks {

    private final Said said;

    /** As it is read. */
    final String text;

    final List<Token> tokens;
    private final String[] of;
    private final boolean[] free;

    Marks(Said said) {
        this.said = said;
        this.text = said.read();
        this.tokens = Token.of(text);
        this.of = new String[tokens.size()];
        this.free = new boolean[tokens.size()];
    }

    /** A part of the text as it was written. */
    String written(int start, int end) {
        return said.written().substring(start, end);
    }

    boolean isMarked(int i) {
        return of[i] != null;
    }

    boolean isAct(int i) {
        return Account.ACT.equals(of[i]);
    }

    /** Whether the token is part of a free-text value. */
    boolean isFree(int i) {
        return free[i];
    }

    void mark(Span span, String as, boolean isFree) {
        for (int i = firstEndingAfter(span.start());
                i < of.length && tokens.get(i).start() < span.end();
                i++) {
            Token token = tokens.get(i);
            if (of[i] == null && (token.isIn(span) || isFree && token.start() >= span.start())) {
                of[i] = as;
                free[i] = isFree;
            }
        }
        if (isFree) {
            markQuotes(span, as);
        }
    }

    /** The index of the first token that ends behind the place. */
    int firstEndingAfter(int at) {
        int from = 0;
        int to = of.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (tokens.get(middle).end() > at) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** Quotation marks around a free-text value belong to it. */
    private void markQuotes(Span span, String as) {
        for (int i = 0; i < of.length; i++) {
            Token token = tokens.get(i);
            boolean beside = token.end() == span.start() || token.start() == span.end();
            if (of[i] == null && beside && token.isQuote()) {
                of[i] = as;
                free[i] = true;
            }
        }
    }

    void markAll(Pattern pattern, String as) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                mark(Span.of(matcher), as, false);
            }
        }
    }

    /** Whether the pattern is found outside free-text values. */
    boolean finds(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Span found = Span.of(matcher);
            int first = firstEndingAfter(found.start());
            if (first < of.length && !free[first] && tokens.get(first).isIn(found)) {
                return true;
            }
        }
        return false;
    }

    void markWords(Set<String> words, String as) {
        for (int i = 0; i < of.length; i++) {
            if (of[i] == null && words.contains(tokens.get(i).text())) {
                of[i] = as;
            }
        }
    }

    /** Marks words known from examples; unless the action only reads, not those that may reverse the meaning. */
    void markTaught(Aim aim, String as) {
        boolean[] taught = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            Token token = tokens.get(i);
            boolean known = token.isHan() && !aim.reads()
                    ? isTaughtPair(aim, i - 1) || isTaughtPair(aim, i)
                    : aim.vocabulary().contains(token.text());
            taught[i] = of[i] == null && token.isWord() && !token.hasDigit() && known && (aim.reads() || !turns(token));
        }
        for (int i = 0; i < of.length; i++) {
            of[i] = taught[i] ? as : of[i];
        }
    }

    /** Whether two adjacent Han characters are also adjacent in the examples. */
    private boolean isTaughtPair(Aim aim, int i) {
        if (i < 0
                || i + 1 >= of.length
                || tokens.get(i).end() != tokens.get(i + 1).start()) {
            return false;
        }
        String pair = tokens.get(i).text() + tokens.get(i + 1).text();
        return aim.vocabulary().contains(pair) && ChineseWords.kind(pair).isEmpty();
    }

    private static boolean turns(Token token) {
        return token.isHan()
                ? ChineseWords.kind(token.text()).isPresent()
                : EnglishWords.kind(token.text()) != null || EnglishWords.tells(token.text());
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < of.length; i++) {
            if (of[i] == null || !free[i] && !tokens.get(i).isWord()) {
                continue;
            }
            int from = i;
            while (i + 1 < of.length && of[from].equals(of[i + 1])) {
                i++;
            }
            parts.add(new Part(
                    of[from], written(tokens.get(from).start(), tokens.get(i).end())));
        }
        return parts;
    }
}
