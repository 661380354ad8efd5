package clda.nlu.number;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways in which people write currencies. */
final class Currencies {

    /**
     * A currency that stands at a place.
     *
     * @param codes one, or several if the sign stands for several
     * @param dollar whether it is only "dollar", which a code may make more precise ("$5 CAD")
     * @param word whether it is a word, after which cents may follow without a unit
     */
    record Written(int end, List<String> codes, boolean dollar, boolean word) {}

    private static final Map<String, String> SIGNS = new HashMap<>();
    private static final Map<String, String> NAMES = new HashMap<>();
    private static final Map<String, String> HAN = new HashMap<>();
    private static final Set<String> CODES = Set.of(
            "USD", "EUR", "GBP", "JPY", "CNY", "CHF", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "INR", "KRW", "SEK",
            "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "BRL", "MXN", "ZAR", "THB", "VND", "IDR", "MYR", "PHP", "AED",
            "SAR", "ILS", "MOP");
    private static final Set<String> MARKS_OF_EITHER = Set.of(
            "EUR", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "BRL", "IDR", "VND", "ZAR", Amount.UNKNOWN);

    static {
        signs("USD", "US$", "U.S. $", "U.S.$", "USD$");
        signs("AUD", "A$", "AU$");
        signs("CAD", "C$", "CA$", "CAD$");
        signs("NZD", "NZ$");
        signs("HKD", "HK$");
        signs("TWD", "NT$");
        signs("SGD", "S$", "SG$");
        signs("BRL", "R$");
        signs("MXN", "MX$");
        signs("EUR", "€");
        signs("GBP", "£");
        signs("INR", "₹");
        signs("KRW", "₩");
        signs("RUB", "₽");
        signs("TRY", "₺");
        signs("VND", "₫");
        signs("THB", "฿");
        signs("ILS", "₪");
        signs(Amount.LOCAL, "￥");
        signs(Amount.UNKNOWN, "Rs.", "Rs", "kr.", "kr");
        names(
                "USD",
                "dollars",
                "dollar",
                "dolars",
                "dolar",
                "dollers",
                "doller",
                "dollor",
                "dollors",
                "bucks",
                "buck",
                "us dollars",
                "us dollar",
                "u.s. dollars",
                "american dollars",
                "american dollar");
        names("CAD", "canadian dollars", "canadian dollar");
        names("AUD", "australian dollars", "australian dollar", "aussie dollars");
        names("NZD", "new zealand dollars");
        names("HKD", "hong kong dollars", "hong kong dollar", "hk dollars");
        names("SGD", "singapore dollars", "singapore dollar");
        names("TWD", "taiwan dollars", "new taiwan dollars");
        names("EUR", "euros", "euro");
        names("GBP", "pounds sterling", "british pounds", "pounds", "pound", "quid");
        names("JPY", "yen", "japanese yen");
        names("CNY", "yuan", "renminbi", "rmb", "chinese yuan");
        names("KRW", "won");
        names("INR", "indian rupees");
        names("RUB", "rubles", "roubles", "ruble");
        names("PLN", "zł", "zloty", "zlotys");
        names("CHF", "swiss francs", "swiss franc");
        names("SEK", "swedish kronor");
        names("NOK", "norwegian kroner");
        names("DKK", "danish kroner");
        names("MXN", "mexican pesos");
        names(
                Amount.UNKNOWN,
                "rupees",
                "rupee",
                "rs",
                "pesos",
                "peso",
                "francs",
                "franc",
                "kronor",
                "kroner",
                "krona",
                "krone",
                "kr",
                "dinars",
                "dirhams",
                "crowns");
        han("CNY", "人民币", "元人民币", "块人民币");
        han("USD", "美元", "美金", "刀", "美刀");
        han("EUR", "欧元", "欧");
        han("GBP", "英镑", "镑");
        han("JPY", "日元", "日币");
        han("HKD", "港元", "港币", "港纸");
        han("TWD", "新台币", "台币");
        han("KRW", "韩元", "韩币");
        han("AUD", "澳元", "澳币");
        han("CAD", "加元", "加币");
        han("SGD", "新元", "新币");
        han("NZD", "新西兰元", "纽元");
        han("CHF", "瑞士法郎", "瑞郎");
        han("RUB", "卢布");
        han("INR", "卢比");
        han("THB", "泰铢");
        han("MOP", "澳门元");
        han(Amount.UNKNOWN, "法郎", "比索", "马克", "里拉", "先令", "第纳尔", "克朗");
        CODES.forEach(code -> {
            names(code, code.toLowerCase(Locale.ROOT));
        });
    }

    private static final FixedWords SIGN = new FixedWords(SIGNS.keySet());
    private static final FixedWords NAME = new FixedWords(NAMES.keySet());
    private static final FixedWords HAN_NAME = new FixedWords(HAN.keySet());

    private Currencies() {}

    private static void signs(String code, String... signs) {
        List.of(signs).forEach(sign -> SIGNS.put(sign.toLowerCase(Locale.ROOT), code));
    }

    private static void names(String code, String... names) {
        List.of(names).forEach(name -> NAMES.put(name, code));
    }

    private static void han(String code, String... names) {
        List.of(names).forEach(name -> HAN.put(name, code));
    }

    /** The words that may begin a currency before a number, in lower case. */
    static List<String> wordsBefore() {
        Stream<String> signs = SIGNS.keySet().stream().map(sign -> sign.split("[^a-z]", 2)[0]);
        Stream<String> codes = CODES.stream().map(code -> code.toLowerCase(Locale.ROOT));
        return Stream.of(signs, codes, Stream.of("rmb"))
                .flatMap(words -> words)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The currency before a number, or null. */
    static @Nullable Written before(Sentence sentence, int at) {
        if (Character.isLetter(sentence.charAt(at)) && isLatin(sentence.charAt(at - 1))) {
            return null;
        }
        Written sign = sign(sentence, at);
        if (sign != null) {
            return sign;
        }
        int end = at;
        while (isLatin(sentence.charAt(end))) {
            end++;
        }
        if (end == at + 3) {
            String code = sentence.text().substring(at, end).toUpperCase(Locale.ROOT);
            if (CODES.contains(code) || code.equals("RMB")) {
                return new Written(end, List.of(code.equals("RMB") ? "CNY" : code), false, true);
            }
        }
        return han(sentence, at);
    }

    /** The currency after a number, or null. */
    static @Nullable Written behind(Sentence sentence, int at) {
        String name = NAME.at(sentence, at);
        if (name != null && !isLatin(sentence.charAt(at + name.length()))) {
            boolean dollar = name.startsWith("doll") || name.startsWith("dolar") || name.startsWith("buck");
            return new Written(at + name.length(), List.of(NAMES.getOrDefault(name, Amount.UNKNOWN)), dollar, true);
        }
        Written sign = sign(sentence, at);
        return sign != null ? sign : han(sentence, at);
    }

    private static @Nullable Written sign(Sentence sentence, int at) {
        String sign = SIGN.at(sentence, at);
        if (sign != null && !isLatin(sentence.charAt(at + sign.length()))) {
            return new Written(at + sign.length(), List.of(SIGNS.getOrDefault(sign, Amount.UNKNOWN)), false, false);
        }
        return switch (sentence.charAt(at)) {
            case '$' -> new Written(at + 1, List.of("USD"), true, false);
            case '¥' ->
                new Written(at + 1, sentence.isChinese() ? List.of(Amount.LOCAL) : List.of("CNY", "JPY"), false, false);
            default -> null;
        };
    }

    private static @Nullable Written han(Sentence sentence, int at) {
        String name = HAN_NAME.at(sentence, at);
        return name == null
                ? null
                : new Written(at + name.length(), List.of(HAN.getOrDefault(name, Amount.UNKNOWN)), false, false);
    }

    /** The common meaning of the currencies on both sides of a number; empty if they contradict each other. */
    static Optional<List<String>> both(@Nullable Written before, @Nullable Written behind) {
        if (before == null || behind == null) {
            Written only = before == null ? behind : before;
            return Optional.of(only == null ? List.of() : only.codes());
        }
        if (before.codes().equals(behind.codes())) {
            return Optional.of(before.codes());
        }
        if (before.dollar() && isDollar(behind.codes())) {
            return Optional.of(behind.codes());
        }
        if (behind.dollar() && isDollar(before.codes())) {
            return Optional.of(before.codes());
        }
        return before.codes().containsAll(behind.codes()) ? Optional.of(behind.codes()) : Optional.empty();
    }

    private static boolean isDollar(List<String> codes) {
        return codes.size() == 1 && codes.getFirst().endsWith("D");
    }

    static DigitNumbers.Marks marks(List<String> codes) {
        return codes.isEmpty()
                ? DigitNumbers.Marks.UNKNOWN
                : codes.stream().anyMatch(MARKS_OF_EITHER::contains)
                        ? DigitNumbers.Marks.EITHER
                        : DigitNumbers.Marks.COMMA_GROUPS;
    }

    static boolean isLatin(char c) {
        return Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
    }
}
