package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds the numbers of orders and tickets, and writes them as the sample business does: {@code A-1001}, {@code T-1}. */
final class Numbers {

    static final Pattern ORDER = cue("(?<![A-Z\\d])(?:([A-Z])-?(\\d{3,6})|(?-i:([A-Z])) (\\d{3,6}))(?!\\d)");

    /** A bare number counts as a ticket number only beside a word or sign for one, or after another ticket number. */
    private static final Pattern TICKET = cue(
            "\\bT-?(\\d{1,9})\\b|(?:\\b(?:ticket|tkt|tiket|case|issue)s?\\s*(?:with )?(?:the )?(?:number|no\\.?|nr\\.?)?\\s*#?|#\\s?|\\b(?:no|nr)\\.\\s?|\\bnumber\\s|(?:工单|故障单|单子|公单|单号|编号|号码)\\s*(?:编号|号码?)?(?:是|为)?\\s*#?|No\\.\\s?)(\\d{1,9})(?![\\d.,:]\\d)|(\\d{1,9})\\s*号(?:那个|那张)?\\s*(?:工单|故障单|单子|单|报修单|ticket)"
                    + "|(?<=(?:ticket|case|工单|故障单)s?.{1,40}(?:,|and|no|or|和|、|与|不|还是)\\s{0,2}#?)(\\d{1,9})(?![\\w.,:]*\\d)|^\\s*(\\d{1,9})\\s*$");

    static final SlotFinder ORDERS = SlotFinder.each(ORDER, match -> {
        boolean joined = match.group(1) != null;
        String number = (joined ? match.group(1) : match.group(3)) + "-" + (joined ? match.group(2) : match.group(4));
        return Find.of(match, number.toUpperCase(Locale.ROOT));
    });

    static final SlotFinder TICKETS = SlotFinder.each(TICKET, match -> {
        String digits = IntStream.rangeClosed(1, match.groupCount())
                .mapToObj(match::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        return new Find(new SlotValue("T-" + digits, digits), Span.of(match));
    });

    private Numbers() {}
}
