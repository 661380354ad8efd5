package clda.demo;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.number.Amount;
import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Limit;
import clda.nlu.number.Amount.Reading;
import clda.nlu.number.AmountReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sums that a sentence names for a refund. Orders of the sample business are paid in US dollars. */
final class RefundAmounts implements SlotFinder {

    /** The accepted currencies; 元 and 块 stand for the local currency. */
    private static final Set<String> OURS = Set.of("USD", Amount.LOCAL);

    private static final Pattern DATE_OR_TIME = Pattern.compile(".*(?:\\d[:：/-]\\d|[年月日号点]|[ap]\\.?m\\b|o'clock).*");

    /**
     * The sums that can be used as written. Empty if any of them is not a single sum in the shop's currency, since the
     * others may be only part of what is meant.
     */
    @Override
    public List<Find> all(String text) {
        List<Amount> named = named(text);
        if (!named.stream().allMatch(RefundAmounts::isTaken)) {
            return List.of();
        }
        return named.stream()
                .map(amount -> new Find(
                        new SlotValue(amount.exact().orElseThrow().toPlainString(), amount.in(text)),
                        new Span(amount.start(), amount.end())))
                .toList();
    }

    /** The question to ask about the sums of a text; empty if it names none, or one that can be used. */
    @Override
    public Optional<String> doubt(String text, Language language) {
        List<Amount> named = named(text);
        Optional<Amount> unclear =
                named.stream().filter(amount -> !isTaken(amount)).findFirst();
        if (unclear.isPresent()) {
            return Optional.of(doubt(unclear.get(), unclear.get().in(text), language));
        }
        List<String> sums =
                named.stream().map(amount -> amount.in(text)).distinct().toList();
        return sums.size() < 2
                ? Optional.empty()
                : Optional.of(language.choose(
                        "Several amounts are named: " + String.join(", ", sums) + ".",
                        "提到了几个金额：" + String.join("、", sums) + "。"));
    }

    private static List<Amount> named(String text) {
        String withoutOrders = Numbers.ORDER.matcher(text).replaceAll(order -> "q"
                .repeat(order.group().length()));
        List<Amount> read = AmountReader.read(withoutOrders);
        boolean money = read.stream().anyMatch(amount -> amount.kind() == Kind.MONEY);
        return read.stream()
                .filter(amount -> switch (amount.kind()) {
                    case MONEY, PERCENTAGE, REMAINDER -> true;
                    case NUMBER -> !money;
                    case UNREADABLE -> !DATE_OR_TIME.matcher(amount.in(text)).matches();
                    case WHOLE -> read.size() == 1;
                    case ORDINAL, QUANTITY -> false;
                })
                .toList();
    }

    private static boolean isTaken(Amount amount) {
        return (amount.kind() == Kind.MONEY || amount.kind() == Kind.NUMBER)
                && amount.exact().isPresent()
                && isOurs(amount.readings().getFirst())
                && isInCents(amount.readings().getFirst().value());
    }

    private static boolean isInCents(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 2;
    }

    private static boolean isOurs(Reading reading) {
        return reading.currency() == null || OURS.contains(reading.currency());
    }

    private static String doubt(Amount amount, String written, Language language) {
        String english = "\"" + written + "\"";
        String chinese = "“" + written + "”";
        if (amount.limit() != Limit.EXACTLY) {
            return language.choose(english + " is not one exact amount.", chinese + "不是一个确定的金额。");
        }
        if (amount.readings().isEmpty()) {
            boolean number = amount.kind() == Kind.UNREADABLE;
            return number
                    ? language.choose("I cannot tell which amount " + english + " is.", "我看不出" + chinese + "是多少钱。")
                    : language.choose("I do not know how much " + english + " is.", "我不知道" + chinese + "是多少钱。");
        }
        if (amount.kind() == Kind.PERCENTAGE) {
            return language.choose("I do not know how much " + english + " is.", "我不知道" + chinese + "是多少钱。");
        }
        List<BigDecimal> values =
                amount.readings().stream().map(Reading::value).distinct().toList();
        if (values.size() > 1) {
            List<String> plain = values.stream().map(BigDecimal::toPlainString).toList();
            return language.choose(
                    english + " may be " + String.join(" or ", plain) + ".",
                    chinese + "可以是 " + String.join("，也可以是 ", plain) + "。");
        }
        if (isOurs(amount.readings().getFirst())) {
            return language.choose(
                    english + " has parts of a cent; a refund has at most two decimals.", chinese + "不足一分；退款最多两位小数。");
        }
        String codes = amount.readings().stream()
                .map(reading -> reading.currency() == null ? "" : reading.currency())
                .filter(code -> !code.equals(Amount.UNKNOWN))
                .collect(Collectors.joining(language.choose(" or ", " 或 ")));
        String currency = codes.isEmpty() ? "" : language.choose(" (" + codes + ")", "（" + codes + "）");
        return language.choose(
                "Refunds are made in US dollars, and " + english + currency + " is another currency.",
                "退款以美元支付，而" + chinese + currency + "是另一种货币。");
    }
}
