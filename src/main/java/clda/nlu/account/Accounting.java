package clda.nlu.account;

import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.account.Account.Left;
import clda.nlu.account.Account.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assigns a role to every word of a sentence: it states a value, names the action, is polite, or joins other words. Words
 * that are left over either change the meaning or were not understood. In both cases the sentence must not be acted on
 * without asking. There is no list of forbidden sentences: unknown words are left over.
 */
public final class Accounting {

    /** Minimum letters of a word that may be a misspelling of another. */
    private static final int SPELLED = 5;

    private static final int LONGEST_FORM = 40;

    private static final String QUOTES = "\"“”„«»「」『』‹›";

    private static final String CLAUSE_ENDS = ",.;:!?，。；：！？";

    /** Signs that carry meaning when they stand next to a number. */
    private static final String SIGNS = "%‰~～<>=≤≥±*+−$¥￥€£?？";

    /** Attempts to change the rules. They have no effect, and the request is clear without them. */
    private static final Pattern TO_THE_MACHINE = Pattern.compile(
            "\\b(?:ignore|forget|disregard) (?:all |any )?(?:the |your |of the )?(?:previous |prior |above )?(?:instructions|rules)\\b|\\bwithout (?:any )?approval\\b|忽略(?:之前|以上|上面)?的?(?:所有|全部)?(?:的)?(?:指令|规则)|(?:不需要|无需|不用)(?:任何)?(?:批准|审批)",
            Pattern.CASE_INSENSITIVE);

    /** Words saying that the request applies to each of several things. */
    private static final Pattern EACH = Pattern.compile(
            "\\b(?:each|apiece|both(?: of them)?|for each|per order|respectively|cc)\\b:?|各|每个|每单|分别|都|抄送",
            Pattern.CASE_INSENSITIVE);

    /** The end of the sentence takes back its beginning. */
    private static final Pattern TAKEN_BACK = Pattern.compile(
            "(?:[,.;!?—–…-]\\s*|\\bor\\s+)(?:oh\\s+|ah\\s+)?(?:(?:no|wait|hold on|actually)\\b[\\s,.]*(?:$|.{0,30}\\b(?:don['’]?t|do not|forget|never ?mind|cancel|stop|leave it|not)\\b.*$)|never ?mind\\b.*$|forget (?:it|that|about it)\\W*$|scratch that\\W*$|cancel (?:that|it)\\W*$|(?:please )?(?:don['’]?t|do not)(?: do (?:it|that))?\\W*$|not (?:now|yet|really)\\W*$|just kidding\\W*$|i(?:['’]m| am) (?:just )?(?:kidding|joking)\\W*$)"
                    + "|[，,。；;！!…—]\\s*(?:还是|哦|啊)?(?:算了|别|不要|不用|等等|等一下|先别|取消|开玩笑|当我没说|不了|先不)[^，,。]{0,6}[。！!]?\\s*$",
            Pattern.CASE_INSENSITIVE);

    private Accounting() {}

    /**
     * The purpose for which a sentence is read.
     *
     * @param vocabulary words known from examples of the intent; they name the action only if the intent defines no words
     *     for it
     * @param reads whether the action only reads and changes nothing
     * @param answers whether the sentence may answer the open question
     * @param references patterns of words that refer to something mentioned earlier
     */
    public record Aim(
            IntentDefinition intent,
            Set<String> vocabulary,
            boolean reads,
            boolean answers,
            List<Pattern> references) {}

    public static Account of(String text, Reading reading, Aim aim) {
        Marks marks = new Marks(text);
        reading.finds().forEach((slot, find) -> {
            List<Find> all = reading.several().getOrDefault(slot, List.of(find));
            all.forEach(each -> each.spans().forEach(span -> marks.mark(span, slot, each.free())));
        });
        reading.corrected().forEach(span -> marks.mark(span, Account.FORM, false));
        if (aim.reads()) {
            reading.denied().forEach(find -> find.spans().forEach(span -> marks.mark(span, Account.FORM, false)));
        }
        if (!reading.several().isEmpty()) {
            marks.markAll(EACH, Account.FORM);
        }
        aim.references().forEach(reference -> marks.markAll(reference, Account.FORM));
        for (Naming naming : aim.intent().acts()) {
            marks.markAll(naming.words(), naming.isAct() ? Account.ACT : Account.THING);
        }
        boolean wishes = marks.finds(EnglishWords.WISH) || marks.finds(ChineseWords.WISH);
        marks.markAll(TO_THE_MACHINE, Account.FORM);
        marks.markAll(EnglishWords.FORM, Account.FORM);
        if (aim.answers()) {
            marks.markAll(EnglishWords.ANSWER, Account.FORM);
            marks.markAll(ChineseWords.ANSWER, Account.FORM);
        }
        marks.markAll(ChineseWords.FORM, Account.FORM);
        marks.markWords(EnglishWords.JOINING, Account.FORM);
        marks.markTaught(aim, aim.intent().acts().isEmpty() ? Account.ACT : Account.THING);
        List<Left> left = marks.left(aim, reading);
        return new Account(marks.parts(), left, wishes);
    }

    /** The sentence without its opening and closing courtesies; empty if there is nothing else. */
    public static String core(String text) {
        int from = 0;
        int to = text.length();
        for (boolean again = true; again; ) {
            while (from < to && isBetweenWords(text.charAt(from))) {
                from++;
            }
            again = false;
            for (Pattern form : List.of(EnglishWords.FORM, ChineseWords.COURTESY)) {
                Matcher matcher = form.matcher(text).region(from, to).useTransparentBounds(true);
                if (from < to && matcher.lookingAt()) {
                    from = matcher.end();
                    again = true;
                }
            }
        }
        for (boolean again = true; again && from < to; ) {
            int end = to;
            while (end > from && (isBetweenWords(text.charAt(end - 1)))) {
                end--;
            }
            again = false;
            for (Pattern form : List.of(EnglishWords.FORM, ChineseWords.THANKS)) {
                Matcher matcher = form.matcher(text)
                        .region(Math.max(from, end - LONGEST_FORM), end)
                        .useTransparentBounds(true);
                while (!again && matcher.find()) {
                    if (matcher.end() == end) {
                        to = matcher.start();
                        again = true;
                    }
                }
            }
        }
        return text.substring(from, Math.max(from, to)).strip();
    }

    private static boolean isBetweenWords(char c) {
        return Character.isWhitespace(c) || ",.;:!，。；：！、".indexOf(c) >= 0;
    }

    /** The sentence without attempts to change the rules, which have no effect. */
    public static String withoutOrdersToTheMachine(String text) {
        return TO_THE_MACHINE.matcher(text).replaceAll("");
    }

    /** Whether the end of the text takes back its beginning. */
    public static boolean isTakenBack(String text) {
        return TAKEN_BACK.matcher(text).find();
    }

    /** Words at the end of a free-text value that may make the request conditional. */
    private static final Pattern CONDITION_BEHIND = Pattern.compile(
            "(?<=\\s)(?:if|unless|only|as long as|so long as|as soon as|when(?:ever)?|once|until|till|after|before|assuming|providing|provided|in case|in the event|the (?:moment|minute|second)|given that|otherwise|depending|but not)\\b"
                    + "|(?<=.)(?:如果|除非|的话|只有|要是|假如|等到|等我|等他|等她|之后再|以后再|再说|否则|前提)",
            Pattern.CASE_INSENSITIVE);

    /** Words in a free-text value that either correct it or belong to it. */
    private static final Pattern CORRECTION_WITHIN = Pattern.compile(
            "[,;—–]\\s*(?:no|wait|sorry|oops|i mean(?:t)?|or rather|or was it)\\b|[，；,]\\s*(?:不|不对|不是|说错了|抱歉|我是说|还是)(?=[，,、]|[^，,]{0,8}$)",
            Pattern.CASE_INSENSITIVE);

    /** Words at the end of a free-text value that may be about the request itself. */
    private static final Pattern ABOUT_IT = Pattern.compile(
            "(?<=[\\w,.!\"”)*] )(?:bounced|was a mistake|is a (?:bad|good|stupid) idea|but (?:don['’]?t|do not|never|only)|nvm|never ?mind|scrap that|scratch that|strike (?:that|it)|drop (?:it|that)|disregard|withdrawn|i retract (?:that|this|it)|ignore (?:that|this|me|the above)|please ignore|cancel that|by (?:accident|mistake)|wrong (?:window|chat|person)|(?:was|is) (?:meant )?for \\w+, not you|not needed|my bad|changed my mind|false alarm|on second thoughts?|or maybe not|not any ?more|just kidding|jk|forget (?:it|that)|leave it|don['’]?t bother|, but|or not|perhaps not|, i (?:suppose|guess|think))\\b"
                    + "|(?:的?(?:想法|要求|计划|请求|提议|指示|这件事|的事))(?:.{0,3}(?:取消|作废|放弃|当我没说|算了)|$)|好像|未必|也有道理|是个错误|有疑虑|还没想好|还没定|是否|不太确定|不确定|是什么意思|多长时间|多少钱|谁批准|的流程|的风险|不过|但不要|但是不要|但别|有没有|吗[，,]|，行吗|算了|免了|作罢|拉倒|罢了|不了|不用了|不必了|不要了|省了|打住|再说|再议|作废|没必要|没这个必要|何必|犯不着|合适吗|好不好|行不行|靠谱|纠结|犹豫|琢磨|拿不准|说不好|不好说|不一定|当我没说|别当真|开玩笑",
            Pattern.CASE_INSENSITIVE);

    /** The sentence reports what the owner of a mail address did, rather than asking to do something. */
    private static final Pattern DONE_TO_ME = Pattern.compile(
            "[\\w.+-]+@[\\w.-]+\\w\\s*(?:刚|刚才|刚刚|昨天|今天|又)?(?:给|跟|对|找)我|[\\w.+-]+@[\\w.-]+\\w\\s+(?:just\\s+)?(?:wrote|e-?mailed|mailed|told|asked|sent|wants|says|said)\\b",
            Pattern.CASE_INSENSITIVE);

    /** The speaker will give the text later. */
    private static final Pattern SAID_LATER = Pattern.compile(
            "(?:待会儿?|一会儿?|等会儿?|等下|稍后|回头|晚点)(?:再)?(?:告诉|发给?|说|给)你|\\bi(?:['’]ll| will) (?:tell|send|give|text|let) you\\b",
            Pattern.CASE_INSENSITIVE);

    /** Whether the text says that something applies to each of several things. */
    public static boolean saysEach(String text) {
        return EACH.matcher(text).find();
    }

    private static final class Marks {
        private final String text;
        private final List<Token> tokens;
        private final String[] of;
        private final boolean[] free;

        Marks(String text) {
            this.text = text;
            this.tokens = Token.of(text);
            this.of = new String[tokens.size()];
            this.free = new boolean[tokens.size()];
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

        private int firstEndingAfter(int at) {
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
                if (of[i] == null && beside && QUOTES.contains(token.text())) {
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
                taught[i] =
                        of[i] == null && token.isWord() && !token.hasDigit() && known && (aim.reads() || !turns(token));
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
                        of[from],
                        text.substring(tokens.get(from).start(), tokens.get(i).end())));
            }
            return parts;
        }

        List<Left> left(Aim aim, Reading reading) {
            List<Left> left = new ArrayList<>();
            for (int i = 0; i < of.length; i++) {
                if (of[i] != null || !carriesMeaning(i)) {
                    continue;
                }
                int from = i;
                while (i + 1 < of.length && of[i + 1] == null && sameRun(i)) {
                    i++;
                }
                String words =
                        text.substring(tokens.get(from).start(), tokens.get(i).end());
                left.add(new Left(kind(from, i, words), words, inClauseOfAct(from, i)));
            }
            boolean asks = EnglishWords.ASKS_FOR.matcher(text).find()
                    || ChineseWords.ASKS_FOR.matcher(text).find();
            if (!aim.reads() && !aim.answers() && !asks && endsAsQuestion()) {
                left.add(new Left(Kind.QUESTION, "?", true));
            }
            behind(CONDITION_BEHIND)
                    .filter(words -> !aim.reads() && !aim.answers())
                    .ifPresent(words -> left.add(new Left(Kind.CONDITION, words, true)));
            Matcher takenBack = TAKEN_BACK.matcher(text);
            if (!aim.reads() && takenBack.find() && !reading.finds().isEmpty()) {
                left.add(new Left(Kind.CANCELLATION, takenBack.group().strip(), true));
            }
            if (!aim.reads() && !aim.answers()) {
                Matcher done = DONE_TO_ME.matcher(text);
                if (done.find()) {
                    left.add(new Left(Kind.REPORT, done.group(), true));
                }
                for (Pattern behind : List.of(CORRECTION_WITHIN, ABOUT_IT, SAID_LATER)) {
                    behind(behind).ifPresent(words -> left.add(new Left(Kind.DOUBT, words, true)));
                }
            }
            return left;
        }

        /** The text from the first match within a free-text value; it may or may not belong to the value. */
        private Optional<String> behind(Pattern pattern) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                for (int i = firstEndingAfter(matcher.start()); i < of.length; i++) {
                    if (tokens.get(i).isWord()) {
                        if (free[i]) {
                            return Optional.of(text.substring(tokens.get(i).start()));
                        }
                        break;
                    }
                }
            }
            return Optional.empty();
        }

        private boolean inClauseOfAct(int from, int to) {
            for (int i = from; i >= 0 && !ends(i); i--) {
                if (Account.ACT.equals(of[i])) {
                    return true;
                }
            }
            for (int i = to; i < of.length && !ends(i); i++) {
                if (Account.ACT.equals(of[i])) {
                    return true;
                }
            }
            return false;
        }

        private boolean ends(int i) {
            return !free[i] && CLAUSE_ENDS.contains(tokens.get(i).text());
        }

        private boolean sameRun(int i) {
            return carriesMeaning(i + 1) || tokens.get(i + 1).isHan();
        }

        private boolean endsAsQuestion() {
            for (int i = of.length - 1; i >= 0; i--) {
                String sign = tokens.get(i).text();
                if (sign.equals("?") || sign.equals("？") || free[i] && sign.equals("吗")) {
                    return true;
                }
                if (tokens.get(i).isWord() || QUOTES.contains(sign)) {
                    return false;
                }
            }
            return false;
        }

        private boolean carriesMeaning(int i) {
            Token token = tokens.get(i);
            if (QUOTES.contains(token.text())) {
                return true;
            }
            if (!token.isWord()) {
                boolean beside = i + 1 < of.length && tokens.get(i + 1).hasDigit()
                        || i > 0 && tokens.get(i - 1).hasDigit();
                return SIGNS.contains(token.text())
                                && beside
                                && !token.text().equals("?")
                                && !token.text().equals("？")
                        || token.text().equals("-")
                                && i + 1 < of.length
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

        private Kind kind(int from, int to, String words) {
            Kind kind = null;
            StringBuilder han = new StringBuilder();
            for (int i = from; i <= to; i++) {
                Token token = tokens.get(i);
                Kind one = token.hasDigit()
                        ? Kind.QUANTITY
                        : token.isHan()
                                ? null
                                : QUOTES.contains(token.text())
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
}
