package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The value finders and other code shared by the demo's skills. */
final class Slots {

    static final Pattern ORDER = cue("(?<![A-Z\\d])(?:([A-Z])-?(\\d{3,6})|(?-i:([A-Z])) (\\d{3,6}))(?!\\d)");
    static final Pattern EMAIL = cue("(?<![\\w.+’-])\\w(?:[\\w.+'-]*\\w)?@[\\w-]+(?:\\.[\\w-]+)+");
    static final Pattern LAST_MONTH = cue("(?<!before )\\b(?:last|previous) month|(?<!上个?)上个?月");
    static final Pattern THIS_MONTH = cue("\\b(?:this|current) month|这个?月|本月");

    /** The first group that matched, or all if the pattern has none. */
    static int group(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return group;
            }
        }
        return 0;
    }

    static Find find(MatchResult match, UnaryOperator<String> normalise) {
        String raw = match.group(group(match));
        return new Find(new SlotValue(normalise.apply(raw), raw), Span.of(match));
    }

    /** Any text, once. */
    static SlotFinder text(Pattern pattern) {
        return text -> SlotFinder.matches(
                        pattern,
                        text,
                        match -> Find.free(
                                match.group(group(match)).strip(),
                                new Span(match.start(group(match)), match.end(group(match)))))
                .stream()
                .limit(1)
                .toList();
    }

    static final SlotFinder ORDER_NUMBER = SlotFinder.each(ORDER, match -> {
        boolean joined = match.group(1) != null;
        String number = (joined ? match.group(1) : match.group(3)) + "-" + (joined ? match.group(2) : match.group(4));
        return Find.of(match, number.toUpperCase(Locale.ROOT));
    });

    record Choice(String value, Pattern cue) {}

    /** Each choice whose cue is found, in the order of the sentence. */
    static List<Find> choices(String text, Choice... choices) {
        return Arrays.stream(choices)
                .flatMap(choice ->
                        SlotFinder.matches(choice.cue(), text, match -> Find.of(match, choice.value())).stream())
                .sorted(Comparator.comparingInt(find -> find.spans().getFirst().start()))
                .toList();
    }

    static SlotFinder oneOf(Choice... choices) {
        return SlotFinder.listing(text -> choices(text, choices));
    }

    static String value(Map<String, SlotValue> slots, String name, String otherwise) {
        SlotValue slot = slots.get(name);
        return slot == null ? otherwise : slot.value();
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** Words the reason for a failure of a demo tool; the tool's own message is in English. */
    static Optional<String> failed(String code, JsonNode arguments, Language language) {
        if (language == Language.en) {
            return Optional.empty();
        }
        String order = arguments.path("orderNumber").asText();
        return switch (code) {
            case "no_such_order" -> Optional.of("没有订单 " + order + "。");
            case "more_than_is_left" ->
                Optional.of(arguments.path("amount").asText() + " 超过了订单 " + order + " 剩余可退的金额。");
            case "no_sales" -> Optional.of(arguments.path("month").asText() + " 没有销售数据。");
            case "mail_not_taken" -> Optional.of("邮件服务器没有接受这封邮件。");
            case "no_open_ticket" ->
                Optional.of("您没有编号为 " + arguments.path("ticketNumber").asText() + " 的未关闭工单。");
            default -> Optional.empty();
        };
    }

    private Slots() {}
}
