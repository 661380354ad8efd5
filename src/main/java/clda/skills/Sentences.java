package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.ConversationEvent.Source;
import clda.effects.EffectClass;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.account.Account;
import clda.nlu.account.Account.Left;
import clda.nlu.account.Accounting;
import clda.nlu.account.Accounting.Aim;
import clda.nlu.account.Find;
import clda.nlu.account.Kind;
import clda.nlu.account.Reading;
import clda.nlu.account.Span;
import clda.skills.FrameRules.Heard;
import clda.skills.Move.Meant;
import clda.tools.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads sentences for what the skills need: the values, the role of each word, and how many things are asked for. */
final class Sentences {

    /** Between two requests of one sentence. */
    private static final Pattern BETWEEN = cue("(?:\\s*(?:[;；。\\n]|[.!?？](?=\\s)|[,，](?!\\d)"
            + "|\\b(?:and then|and also|and afterwards|and one more thing|and|then|plus|also|as well as|after that|afterwards|followed by|oh and|btw|by the way|while you(?:['’]re| are) at it|on top of that|once (?:that|you)(?:['’]s|['’]re) done|when that['’]s done|next|second(?:ly)?|first(?:ly)?)\\b[,:]?"
            + "|第一|第二|然后|并且|并|另外|还有一件事|还有|还要|同时|顺便|接着|接下来|顺带|顺道|完了|完事|弄完|搞完|对了|最后|之后|完成后|以及|再)[：，,:]?)+\\s*");

    /** Slots that hold a time. */
    private static final Set<String> TIMES = Set.of("period", "month", "at", "every");

    /** Maximum number of characters of a text that is analysed. */
    private static final int LOOKED_AT = 300;

    /** Maximum number of parts of a sentence; with more, its meaning is unclear. */
    private static final int MOST_PARTS = 6;

    /** A beginning that names a subject, which a request does not have. */
    private static final Pattern TELLS_OF_SOMEBODY = cue(
            "^\\s*(?:(?:i|we|he|she|they)\\b(?!['’]d\\b| (?:want|need|would)\\b)|(?:我们|咱们|他们|她们|他|她|我)(?!要|想|需要|希望|得))");

    /** Certainty from which a part of a sentence counts as a request of its own. */
    private static final double LIKELY = 0.75;

    /** Score below which a sentence only mentions something and asks for nothing; see {@link Interpreter#asks}. */
    private static final double ONLY_TELLS = -0.5;

    private static final List<Pattern> REFERENCES = List.of(Sign.SAME.pattern());
    private static final List<Pattern> FOLLOWING = List.of(
            Sign.SAME.pattern(),
            cue("^\\s*(?:and|what about|how about|then|also)\\b|^\\s*(?:那|还有|再看|再查)|呢\\s*[？?]?\\s*$"));

    private final Map<String, Skill> skills;
    private final Interpreter interpreter;

    Sentences(Map<String, Skill> skills, Interpreter interpreter) {
        this.skills = skills;
        this.interpreter = interpreter;
    }

    /**
     * A sentence as read for one intent.
     *
     * @param named whether the sentence names the action
     * @param onlyTells whether the sentence resembles those that only mention something
     */
    record Read(Reading reading, Account account, boolean isRead, boolean named, boolean onlyTells) {

        Map<String, SlotValue> slots() {
            return reading.slots();
        }

        /**
         * Whether a yes is needed before anything is done. A read-only action may follow a good guess, but not with a
         * wrong value.
         */
        boolean isDoubtful() {
            return isUnclear() || !isRead && !reading.several().isEmpty();
        }

        /** The same, ignoring how often the action is to be repeated. */
        boolean isUnclear() {
            return isRead ? mayHaveAWrongValue() : !account.complete() || !named;
        }

        private boolean mayHaveAWrongValue() {
            boolean ofTime = reading.finds().keySet().stream().anyMatch(TIMES::contains);
            return account.left().stream()
                    .anyMatch(left -> left.kind() == Kind.QUANTITY
                                    && left.words().codePoints().anyMatch(Character::isDigit)
                            || ofTime && left.kind() == Kind.TIME);
        }
    }

    /** @param answers whether it may be an answer, or a correction, of what was talked about */
    Read read(String intent, Heard heard, boolean answers) {
        IntentDefinition definition = skill(intent).intent();
        Reading reading = with(heard, intent, Reading.of(definition, heard.text()));
        boolean reads = reads(intent, heard);
        Account account = Accounting.of(
                heard.text(),
                reading,
                new Aim(definition, interpreter.words(intent), reads, answers, answers ? FOLLOWING : REFERENCES));
        Account whole = account.with(notOrders(definition, reading, heard));
        boolean onlyTells = !reads && !answers && onlyTells(heard.text());
        if (onlyTells && whole.complete()) {
            whole = whole.with(List.of(new Left(Kind.DOUBT, heard.text(), true)));
        }
        boolean named = answers || account.asks() || ordersSomething(definition, reading);
        List<Left> further = new ArrayList<>(furtherRequests(reading, heard));
        if (!answers && further.isEmpty() && reading.several().isEmpty()) {
            further.addAll(otherRequests(intent, reading, heard));
        }
        return new Read(reading, whole.with(further), reads, named, onlyTells);
    }

    private boolean onlyTells(String text) {
        return interpreter.asks(Accounting.withoutOrdersToTheMachine(text)) < ONLY_TELLS;
    }

    /** Parts of the sentence, outside any text, that ask for something else. */
    private List<Left> otherRequests(String intent, Reading reading, Heard heard) {
        if (heard.text().length() > LOOKED_AT || !reading.corrected().isEmpty()) {
            return List.of();
        }
        List<String> parts = parts(heard.text(), reading);
        if (parts.size() < 2 || parts.size() > MOST_PARTS) {
            return List.of();
        }
        return parts.stream()
                .filter(part -> asksForOther(intent, part, heard))
                .map(part -> new Left(Kind.WORD, part, true))
                .toList();
    }

    private boolean asksForOther(String intent, String part, Heard heard) {
        Interpretation understood = interpreter.interpret(part);
        return !understood.intent().equals(intent)
                && usable(understood.intent(), heard)
                && understood.confidence() >= LIKELY
                && strict(understood.intent(), part, heard).asks();
    }

    /** The values after the first that have not been handled. */
    static List<String> others(Reading reading) {
        return reading.several().values().stream()
                .flatMap(finds -> finds.stream().skip(1))
                .map(find -> find.value().raw())
                .toList();
    }

    private static boolean ordersSomething(IntentDefinition definition, Reading reading) {
        return definition.slots().stream()
                .anyMatch(slot -> slot.finder().isOrder() && reading.finds().containsKey(slot.name()));
    }

    /** Values that should be requests but are not requests on their own. */
    private List<Left> notOrders(IntentDefinition definition, Reading reading, Heard heard) {
        List<Left> left = new ArrayList<>();
        for (SlotDefinition slot : definition.slots()) {
            Find find = reading.finds().get(slot.name());
            if (slot.finder().isOrder() && find != null && !find.free()) {
                left.addAll(notAnOrder(find.value().value(), heard));
            }
        }
        return left;
    }

    private List<Left> notAnOrder(String text, Heard heard) {
        Interpretation understood = interpreter.interpret(text);
        if (!usable(understood.intent(), heard)
                || TELLS_OF_SOMEBODY.matcher(text).find()) {
            return List.of(new Left(Kind.WORD, text, false));
        }
        Account account = strict(understood.intent(), text, heard);
        return account.asks() ? account.left() : List.of(new Left(Kind.WORD, text, false));
    }

    /** The account of a text that is nested in another. */
    private Account strict(String intent, String text, Heard heard) {
        IntentDefinition definition = skill(intent).intent();
        return Accounting.of(
                text,
                Reading.of(definition, text),
                new Aim(definition, interpreter.words(intent), reads(intent, heard), false, REFERENCES));
    }

    private boolean reads(String intent, Heard heard) {
        return definition(intent, heard).effect() == EffectClass.READ;
    }

    /** Requests at the end of a free text, which may or may not be part of that text. */
    private List<Left> furtherRequests(Reading reading, Heard heard) {
        List<Left> left = new ArrayList<>();
        for (Find find : reading.finds().values()) {
            if (find.free() && find.value().value().length() <= LOOKED_AT) {
                Matcher between = BETWEEN.matcher(find.value().value());
                while (between.find()) {
                    String rest = find.value().value().substring(between.end());
                    if (isRequest(rest, heard)) {
                        left.add(new Left(Kind.WORD, rest, true));
                        return left;
                    }
                }
            }
        }
        return left;
    }

    private boolean isRequest(String text, Heard heard) {
        if (text.isBlank()) {
            return false;
        }
        Interpretation understood = interpreter.interpret(text);
        if (!usable(understood.intent(), heard)) {
            return false;
        }
        Account account = strict(understood.intent(), text, heard);
        boolean says = Reading.of(skill(understood.intent()).intent(), text).saysAny();
        return account.asks() && (account.complete() || says && understood.confidence() >= LIKELY);
    }

    /** The reading with values added that only the interpreter has found. */
    private static Reading with(Heard heard, String intent, Reading reading) {
        Interpretation understood = heard.understood();
        if (!understood.intent().equals(intent)) {
            return reading;
        }
        Map<String, Find> finds = new LinkedHashMap<>(reading.finds());
        understood.slots().forEach((name, value) -> {
            int at = value.raw().isEmpty() ? -1 : heard.text().indexOf(value.raw());
            boolean known = finds.containsKey(name)
                    || reading.denied().stream().anyMatch(find -> find.value().equals(value));
            if (at >= 0 && !known && understood.source() != Source.local) {
                finds.put(name, new Find(value, new Span(at, at + value.raw().length())));
            }
        });
        return new Reading(finds, reading.several(), reading.corrected(), reading.denied());
    }

    /** The requests of a sentence in order, if it clearly makes several; otherwise empty. */
    List<Meant> several(String intent, Heard heard, Read read) {
        List<Meant> listed = listed(intent, heard, read);
        if (read.onlyTells()) {
            return List.of();
        }
        boolean oneThing = read.account().complete() && read.reading().several().isEmpty();
        if (!listed.isEmpty() || oneThing && !read.isRead()) {
            return listed;
        }
        List<String> parts = parts(heard.text(), read.reading());
        if (parts.size() < 2 || parts.size() > MOST_PARTS) {
            return List.of();
        }
        List<Meant> all = all(parts, heard, null);
        boolean same = all.stream().allMatch(each -> each.intent().equals(intent));
        return all.size() < 2 || oneThing && same ? List.of() : all;
    }

    /** One slot with several values: the same for each of them. */
    private List<Meant> listed(String intent, Heard heard, Read read) {
        Map<String, List<Find>> several = read.reading().several();
        if (several.size() != 1
                || read.isUnclear()
                || !missing(intent, read.slots()).isEmpty()) {
            return List.of();
        }
        Map.Entry<String, List<Find>> list = several.entrySet().iterator().next();
        boolean shares = skill(intent).intent().slots().stream()
                .anyMatch(slot -> slot.required()
                        && !slot.whole()
                        && !slot.finder().lists()
                        && read.slots().containsKey(slot.name()));
        if (shares && !Accounting.saysEach(heard.text())) {
            return List.of();
        }
        return list.getValue().stream()
                .map(find -> {
                    Map<String, SlotValue> slots = new LinkedHashMap<>(read.slots());
                    slots.put(list.getKey(), find.value());
                    return meant(intent, heard, slots, read.account());
                })
                .toList();
    }

    private static Meant meant(String intent, Heard heard, Map<String, SlotValue> slots, Account account) {
        Interpretation understood = heard.understood();
        return new Meant(intent, understood.confidence(), slots, understood.source(), account);
    }

    /** Splits the sentence into requests; separators inside a value do not count. */
    private static List<String> parts(String text, Reading reading) {
        List<Span> values = reading.finds().values().stream()
                .flatMap(find -> find.spans().stream())
                .toList();
        int end = reading.finds().values().stream()
                .filter(Find::free)
                .flatMap(find -> find.spans().stream())
                .mapToInt(Span::start)
                .min()
                .orElse(text.length());
        List<String> parts = new ArrayList<>();
        Matcher between = BETWEEN.matcher(text);
        int from = 0;
        while (between.find() && between.end() <= end) {
            Span found = Span.of(between);
            boolean isOfValue = values.stream().anyMatch(value -> value.holds(found.start(), found.end()));
            String part = text.substring(from, between.start());
            if (!isOfValue && !part.isBlank()) {
                parts.add(part.strip());
                from = between.end();
            }
        }
        String last = text.substring(from);
        if (!last.isBlank()) {
            parts.add(last.strip());
        }
        return parts;
    }

    /** The meaning of each part, alone or joined with the parts after it; empty if one of them is unclear. */
    private List<Meant> all(List<String> parts, Heard heard, @Nullable String before) {
        if (parts.isEmpty()) {
            return List.of();
        }
        for (int size = before == null ? parts.size() - 1 : parts.size(); size > 0; size--) {
            String part = together(heard.text(), parts.subList(0, size));
            List<Meant> first = clear(part, heard, before);
            if (first.isEmpty()) {
                continue;
            }
            List<String> others = parts.subList(size, parts.size());
            List<Meant> rest = all(others, heard, first.getLast().intent());
            if (others.isEmpty() || !rest.isEmpty()) {
                List<Meant> all = new ArrayList<>(first);
                all.addAll(rest);
                return all;
            }
        }
        return List.of();
    }

    private static String together(String text, List<String> parts) {
        int from = text.indexOf(parts.getFirst());
        int at = from;
        for (String part : parts) {
            at = text.indexOf(part, at) + part.length();
        }
        return text.substring(from, at);
    }

    private List<Meant> clear(String part, Heard heard, @Nullable String before) {
        Interpretation understood = interpreter.interpret(part);
        Heard alone = new Heard(part, understood, heard.language(), heard.tools());
        List<Meant> own = usable(understood.intent(), heard) ? clear(understood.intent(), alone, false) : List.of();
        return own.isEmpty() && before != null ? clear(before, alone, true) : own;
    }

    private List<Meant> clear(String intent, Heard alone, boolean follows) {
        Read read = read(intent, alone, follows);
        List<Meant> listed = listed(intent, alone, read);
        if (!listed.isEmpty()) {
            return listed;
        }
        boolean clear = missing(intent, read.slots()).isEmpty()
                && read.reading().several().isEmpty()
                && read.account().complete()
                && (follows ? read.reading().saysAny() : read.named());
        return clear ? List.of(meant(intent, alone, read.slots(), read.account())) : List.of();
    }

    List<String> missing(String intent, Map<String, SlotValue> slots) {
        return skill(intent).intent().slots().stream()
                .filter(SlotDefinition::required)
                .map(SlotDefinition::name)
                .filter(name -> !slots.containsKey(name))
                .toList();
    }

    Optional<SlotDefinition> slot(String intent, String name) {
        return skill(intent).intent().slots().stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst();
    }

    boolean usable(String intent, Heard heard) {
        Skill skill = skills.get(intent);
        return skill != null && heard.tools().containsKey(skill.tool());
    }

    ToolDefinition definition(String intent, Heard heard) {
        return Objects.requireNonNull(heard.tools().get(skill(intent).tool()));
    }

    Skill skill(String intent) {
        return Objects.requireNonNull(skills.get(intent));
    }
}
