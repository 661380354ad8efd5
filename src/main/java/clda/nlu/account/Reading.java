package clda.nlu.account;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Said;
import clda.nlu.SimplifiedCharacters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slot values that a text gives for an intent. A value is taken whole or not at all, never from part of a word or number. A
 * value is ignored if the text denies it ("not 5") or if it stands inside a free-text value.
 *
 * @param finds by slot name; for a slot with several values, the first
 * @param several by slot name, all values of the slots for which the text lists several; alternatives ("5 or 6") are no list
 * @param corrected parts of the text with a value that the same text replaces
 * @param denied values that the text says are not meant
 */
public record Reading(
        Map<String, Find> finds, Map<String, List<Find>> several, List<Span> corrected, List<Find> denied) {

    /** Maximum number of characters that are searched for values; this bounds the cost of long texts. */
    private static final int LOOKED_AT = 1_000;

    private static final Pattern DENIED = Pattern.compile(
            "(?:\\bnot(?: for| to| from| order| ticket)?|\\binstead of|\\brather than|\\bexcept(?: for)?|\\bwithout|\\bno longer"
                    + "|(?:而)?不是|别查|不要查|不查|不看|除了|而非|并非)\\s*$",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CORRECTS = Pattern.compile(
            "\\s*(?:定时任务|任务|工单|计划|提醒)?[\\s,，.。;；…—–-]*(?:(?:\\bor\\b\\s*)?\\b(?:no|sorry|oops|wait|i mean(?:t)?|i meant to say|rather|actually|correction|make (?:it|that)|scratch that)\\b"
                    + "|不(?=\\s*[，,])|不对|不是|说错了|错了|不不|应该是|改成|改为|更正|哦不|等等|等一下|我是说|抱歉)"
                    + "(?:[\\s,，.。;；…—–-]|\\b(?:no|sorry|wait|i mean(?:t)?|actually|rather|make (?:it|that)|it'?s|for|to|order|number|ticket|fact|schedule|reminder)\\b|不(?=\\s*[，,])|不对|不是|说错了|错了|应该是|改成|改为|是|我是说|抱歉)*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LISTS = Pattern.compile(
            "\\s*(?:[,，、&+;；/]|\\band\\b|\\bas well as\\b|\\bplus\\b|\\bor\\b|\\bcc:?\\b|\\bto\\b|\\border\\b|\\bfor\\b|\\balso\\b|\\bticket\\b|\\bboth\\b|和|跟|与|及|以及|还有|并|抄送(?:给)?|订单|工单|\\s)*\\s*",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_COURTESY = 60;

    private static final Pattern COURTESY = Pattern.compile(
            "(?:[\\s,，.。!！]*(?:(?<=[,.!] )for (?:me|us)\\b|\\bplease\\b|\\bpls\\b|\\bthanks(?: a lot| in advance)?\\b|\\bthank you(?: (?:so|very) much)?\\b|\\bcheers\\b|\\bta\\b|\\bty\\b|\\bthx\\b|\\b(?:much )?appreciated\\b|,\\s*(?:mate|buddy|man|dude|pal|bud|friend)\\b|\\basap\\b|\\bright away\\b|\\breal quick\\b|\\bwhen you can\\b|\\bif you (?:can|could|don['’]?t mind)\\b|,\\s*(?:ok(?:ay)?|yeah|will you|would you|could you|can you)\\b|\\bnow\\b|谢啦|多谢啦|辛苦(?:了|啦)|麻烦(?:了|啦)|拜托(?:了|啦)|(?:哈|呗|哟|咯)(?=[\\s.!?。！？]*$)|谢谢(?:你|您)?|多谢|拜托了?|(?:可以|好|行)?吗)[\\s.!?。！？]*)+$",
            Pattern.CASE_INSENSITIVE);

    /** Words between alternatives: only one is meant, and it is unclear which. */
    private static final Pattern OR = Pattern.compile("\\bor\\b|或|还是", Pattern.CASE_INSENSITIVE);

    public Reading {
        finds = Collections.unmodifiableMap(new LinkedHashMap<>(finds));
        several = Map.copyOf(several);
        corrected = List.copyOf(corrected);
        denied = List.copyOf(denied);
    }

    /** The values by slot, without their positions. */
    public Map<String, SlotValue> slots() {
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        finds.forEach((name, find) -> slots.put(name, find.value()));
        return slots;
    }

    /** Whether at least one of the values is in the text, rather than a default. */
    public boolean saysAny() {
        return finds.values().stream().anyMatch(find -> !find.spans().isEmpty());
    }

    /** "Good morning" is a greeting and does not state a time. */
    private static final Pattern GREETING = Pattern.compile(
            "^\\W*(?:good (?:morning|afternoon|evening|night|day)|(?:早上|上午|中午|下午|晚上)好|早安|晚安)",
            Pattern.CASE_INSENSITIVE);

    public static Reading of(IntentDefinition intent, Said sentence) {
        Matcher greeting = GREETING.matcher(sentence.read());
        Said said = greeting.find() ? sentence.without(Span.of(greeting)) : sentence;
        Said beginning = said.part(new Span(0, Math.min(said.length(), LOOKED_AT)));
        String looked = beginning.read();
        List<Token> tokens = Token.of(looked);
        Map<String, List<Find>> all = new LinkedHashMap<>();
        for (SlotDefinition slot : intent.slots()) {
            all.put(
                    slot.name(),
                    whole(slot.finder().in(slot.whole() ? said : beginning), tokens).stream()
                            .map(find -> find.free() ? withoutCourtesy(find, said.read()) : find)
                            .toList());
        }
        List<Find> free = all.values().stream()
                .flatMap(Collection::stream)
                .filter(Find::free)
                .toList();
        all.replaceAll((name, finds) -> finds.stream()
                .filter(find -> find.free() || free.stream().noneMatch(find::within))
                .toList());
        Map<String, Find> finds = new LinkedHashMap<>();
        Map<String, List<Find>> several = new LinkedHashMap<>();
        List<Span> corrected = new ArrayList<>();
        List<Find> denied = new ArrayList<>();
        for (SlotDefinition slot : intent.slots()) {
            List<Find> kept = new ArrayList<>();
            for (Find find : Objects.requireNonNull(all.get(slot.name()))) {
                boolean isDenied = !find.free()
                        && !find.spans().isEmpty()
                        && DENIED.matcher(looked.substring(0, find.start())).find();
                (isDenied ? denied : kept).add(find);
            }
            corrected(kept, looked, corrected);
            choose(slot, kept, looked, finds, several);
        }
        return new Reading(finds, several, corrected, denied);
    }

    private static List<Find> whole(List<Find> finds, List<Token> tokens) {
        return finds.stream()
                .filter(find -> find.free()
                        || find.spans().stream()
                                .noneMatch(span -> tokens.stream().anyMatch(token -> token.isCutBy(span))))
                .toList();
    }

    /** Removes a closing courtesy such as "please" from a free-text value. Inside quotation marks it belongs to the value. */
    private static Find withoutCourtesy(Find find, String text) {
        String value = find.value().value();
        Matcher courtesy = COURTESY.matcher(SimplifiedCharacters.of(value))
                .region(Math.max(0, value.length() - LONGEST_COURTESY), value.length());
        if (find.spans().isEmpty() || !courtesy.find() || courtesy.start() == 0) {
            return find;
        }
        String words = courtesy.group().strip();
        boolean isQuestion = words.endsWith("吗") || words.endsWith("?") || words.endsWith("？") || words.endsWith("now");
        if (isQuestion
                && !EnglishWords.ASKS_FOR.matcher(text).find()
                && !ChineseWords.ASKS_FOR.matcher(text).find()) {
            return find;
        }
        Span last = find.spans().getLast();
        int at = text.lastIndexOf(words, last.end());
        if (at < last.start() || at == last.start() && find.spans().size() == 1) {
            return find;
        }
        List<Span> spans = new ArrayList<>(find.spans().subList(0, find.spans().size() - 1));
        if (at > last.start()) {
            spans.add(new Span(last.start(), at));
        }
        String said = value.substring(0, courtesy.start()).strip();
        return new Find(new SlotValue(said, said), spans, true);
    }

    /** Removes values that are corrected: "5, no, 6" leaves only the 6. */
    private static void corrected(List<Find> kept, String text, List<Span> corrected) {
        for (int i = kept.size() - 1; i > 0; i--) {
            Find before = kept.get(i - 1);
            Find after = kept.get(i);
            if (before.end() <= after.start()
                    && CORRECTS.matcher(text.substring(before.end(), after.start()))
                            .matches()) {
                corrected.add(new Span(before.start(), after.start()));
                kept.remove(i - 1);
            }
        }
    }

    private static void choose(
            SlotDefinition slot,
            List<Find> kept,
            String text,
            Map<String, Find> finds,
            Map<String, List<Find>> several) {
        if (kept.isEmpty()) {
            return;
        }
        List<Find> distinct = new ArrayList<>();
        for (Find find : kept) {
            if (distinct.stream()
                    .noneMatch(
                            known -> known.value().value().equals(find.value().value()))) {
                distinct.add(find);
            }
        }
        if (distinct.size() == 1) {
            finds.put(slot.name(), merged(kept));
            return;
        }
        if (!slot.finder().lists()) {
            return;
        }
        boolean listed = true;
        for (int i = 1; i < distinct.size(); i++) {
            int from = distinct.get(i - 1).end();
            int to = distinct.get(i).start();
            String between = from <= to ? text.substring(from, to) : " ";
            listed &= LISTS.matcher(between).matches() && !OR.matcher(between).find();
        }
        if (listed) {
            several.put(slot.name(), List.copyOf(distinct));
        }
        finds.put(slot.name(), distinct.getFirst());
    }

    /** Combines occurrences of the same value into one that has the spans of all. */
    private static Find merged(List<Find> same) {
        Find first = same.getFirst();
        List<Span> spans = same.stream().flatMap(find -> find.spans().stream()).toList();
        return same.size() == 1 ? first : new Find(first.value(), spans, first.free());
    }
}
