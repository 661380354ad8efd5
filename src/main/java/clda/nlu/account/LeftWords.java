package clda.nlu.account;

import clda.nlu.account.Account.Left;
import clda.nlu.account.Accounting.Aim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a sentence that are left over when all known roles are marked, and what kind of words they are. */
final class LeftWords {

    /** Minimum letters of a word that may be a misspelling of another. */
    private static final int SPELLED = 5;

    private static final String CLAUSE_ENDS = ",.;:!?，。；：！？";

    /** Signs that carry meaning when they stand next to a number. */
    private static final String SIGNS = "%‰~～<>=≤≥±*+−$¥￥€£?？";

    private final Marks marks;
    private final String text;
    private final List<Token> tokens;

    LeftWords(Marks marks) {
        this.marks = marks;
        this.text = marks.text;
        this.tokens = marks.tokens;
    }

    /** In the order of the sentence, and then what is said about the whole of it. */
    List<Left> all(Aim aim, Reading reading) {
        List<Left> left = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (marks.isMarked(i) || !carriesMeaning(i)) {
                continue;
            }
            int from = i;
            while (i + 1 < tokens.size() && !marks.isMarked(i + 1) && sameRun(i)) {
                i++;
            }
            String words = marks.written(tokens.get(from).start(), tokens.get(i).end());
            left.add(new Left(kind(from, i), words, inClauseOfAct(from, i)));
        }
        boolean asks = EnglishWords.ASKS_FOR.matcher(text).find()
                || ChineseWords.ASKS_FOR.matcher(text).find();
        if (!aim.reads() && !aim.answers() && !asks && endsAsQuestion()) {
            left.add(new Left(Kind.QUESTION, "?", true));
        }
        behind(TurningWords.CONDITION_BEHIND)
                .filter(words -> !aim.reads() && !aim.answers())
                .ifPresent(words -> left.add(new Left(Kind.CONDITION, words, true)));
        Matcher takenBack = TurningWords.TAKEN_BACK.matcher(text);
        if (!aim.reads() && takenBack.find() && !reading.finds().isEmpty()) {
            String words = marks.written(takenBack.start(), takenBack.end());
            left.add(new Left(Kind.CANCELLATION, words.strip(), true));
        }
        if (!aim.reads() && !aim.answers()) {
            Matcher done = TurningWords.DONE_TO_ME.matcher(text);
            if (done.find()) {
                left.add(new Left(Kind.REPORT, marks.written(done.start(), done.end()), true));
            }
            for (Pattern behind :
                    List.of(TurningWords.CORRECTION_WITHIN, TurningWords.ABOUT_IT, TurningWords.SAID_LATER)) {
                behind(behind).ifPresent(words -> left.add(new Left(Kind.DOUBT, words, true)));
            }
        }
        return left;
    }

    /** The text from the first match within a free-text value; it may or may not belong to the value. */
    private Optional<String> behind(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int i = marks.firstEndingAfter(matcher.start()); i < tokens.size(); i++) {
                if (tokens.get(i).isWord()) {
                    if (marks.isFree(i)) {
                        return Optional.of(marks.written(tokens.get(i).start(), text.length()));
                    }
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private boolean inClauseOfAct(int from, int to) {
        for (int i = from; i >= 0 && !ends(i); i--) {
            if (marks.isAct(i)) {
                return true;
            }
        }
        for (int i = to; i < tokens.size() && !ends(i); i++) {
            if (marks.isAct(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean ends(int i) {
        return !marks.isFree(i) && CLAUSE_ENDS.contains(tokens.get(i).text());
    }

    private boolean sameRun(int i) {
        return carriesMeaning(i + 1) || tokens.get(i + 1).isHan();
    }

    private boolean endsAsQuestion() {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            String sign = tokens.get(i).text();
            if (sign.equals("?") || sign.equals("？") || marks.isFree(i) && sign.equals("吗")) {
                return true;
            }
            if (tokens.get(i).isWord() || tokens.get(i).isQuote()) {
                return false;
            }
        }
        return false;
    }

    private boolean carriesMeaning(int i) {
        Token token = tokens.get(i);
        if (token.isQuote()) {
            return true;
        }
        if (!token.isWord()) {
            boolean beside = i + 1 < tokens.size() && tokens.get(i + 1).hasDigit()
                    || i > 0 && tokens.get(i - 1).hasDigit();
            return SIGNS.contains(token.text())
                            && beside
                            && !token.text().equals("?")
                            && !token.text().equals("？")
                    || token.text().equals("-")
                            && i + 1 < tokens.size()
                            && tokens.get(i + 1).hasDigit()
                            && tokens.get(i + 1).start() == token.end();
        }
        return !isMisspelled(token);
    }

    /** Whether it is a misspelling of a harmless word and is not itself a word that changes the meaning. */
    private static boolean isMisspelled(Token token) {
        return token.text().length() >= SPELLED
                && EnglishWords.kind(token.text()) == null
                && Spelling.isNear(
                        token.text(), List.of("please", "could", "would", "thanks", "order", "refund", "ticket"));
    }

    private Kind kind(int from, int to) {
        Kind kind = null;
        StringBuilder han = new StringBuilder();
        for (int i = from; i <= to; i++) {
            Token token = tokens.get(i);
            Kind one = token.hasDigit()
                    ? Kind.QUANTITY
                    : token.isHan()
                            ? null
                            : token.isQuote()
                                    ? Kind.REPORT
                                    : token.isWord() ? EnglishWords.kind(token.text()) : Kind.QUANTITY;
            if (token.isHan()) {
                han.append(token.text());
            }
            if (one != null && (kind == null || one.compareTo(kind) < 0)) {
                kind = one;
            }
        }
        Kind chinese = ChineseWords.kind(han.toString()).orElse(null);
        if (chinese != null && (kind == null || chinese.compareTo(kind) < 0)) {
            kind = chinese;
        }
        return kind == null ? Kind.WORD : kind;
    }
}
