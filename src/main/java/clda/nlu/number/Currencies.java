package clda.nlu.number;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How people write currencies. */
final class Currencies {

    /**
     * A currency that stands at a place.
     *
     * @param codes one, or several if the sign stands for several
     * @param dollar whether it says only "dollar", which a code may make more exact ("$5 CAD")
     * @param word whether it is a word, behind which cents may follow without a word of theirs
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
        CODES.forEach(code -> {
            names(code, code.toLowerCase(Locale.ROOT));
            HAN.put(code, code);
        });
    }

    private static final Pattern DOLLAR = Pattern.compile("\\$");
    private static final Pattern YEN = Pattern.compile("¥");
    private static final Pattern SIGN = any(SIGNS.keySet(), "", "(?![A-Za-z])");
    private static final Pattern NAME = any(NAMES.keySet(), "", "(?![A-Za-z])");
    private static final Pattern CODE_BEFORE = any(CODES, "", "(?![A-Za-z])");
    private static final Pattern RMB = Pattern.compile("RMB(?![A-Za-z])", Pattern.CASE_INSENSITIVE);
    private static final Pattern HAN_NAME = any(HAN.keySet(), "", "");

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

    /** The longest first. */
    private static Pattern any(Set<String> words, String before, String after) {
        return Pattern.compile(
                before
                        + words.stream()
                                .sorted((a, b) -> b.length() - a.length())
                                .map(word -> Pattern.quote(word).replace(" ", "\\E\\s+\\Q"))
                                .collect(Collectors.joining("|", "(?:", ")"))
                        + after,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** What stands before a number, or null. */
    static @Nullable Written before(Sentence sentence, int at) {
        if (Character.isLetter(sentence.charAt(at)) && isLatin(sentence.charAt(at - 1))) {
            return null;
        }
        Written sign = sign(sentence, at);
        if (sign != null) {
            return sign;
        }
        Matcher code = sentence.at(CODE_BEFORE, at);
        if (code != null) {
            return new Written(code.end(), List.of(code.group().toUpperCase(Locale.ROOT)), false, true);
        }
        Matcher rmb = sentence.at(RMB, at);
        if (rmb != null) {
            return new Written(rmb.end(), List.of("CNY"), false, true);
        }
        return han(sentence, at);
    }

    /** What stands behind a number, or null. */
    static @Nullable Written behind(Sentence sentence, int at) {
        Matcher name = sentence.at(NAME, at);
        if (name != null) {
            String words = name.group().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            boolean dollar = words.startsWith("doll") || words.startsWith("dolar") || words.startsWith("buck");
            return new Written(name.end(), List.of(NAMES.getOrDefault(words, Amount.UNKNOWN)), dollar, true);
        }
        Written sign = sign(sentence, at);
        return sign != null ? sign : han(sentence, at);
    }

    private static @Nullable Written sign(Sentence sentence, int at) {
        Matcher sign = sentence.at(SIGN, at);
        if (sign != null) {
            String code = SIGNS.getOrDefault(sign.group().toLowerCase(Locale.ROOT), Amount.UNKNOWN);
            return new Written(sign.end(), List.of(code), false, false);
        }
        Matcher dollar = sentence.at(DOLLAR, at);
        if (dollar != null) {
            return new Written(dollar.end(), List.of("USD"), true, false);
        }
        Matcher yen = sentence.at(YEN, at);
        if (yen != null) {
            return new Written(
                    yen.end(), sentence.isChinese() ? List.of(Amount.LOCAL) : List.of("CNY", "JPY"), false, false);
        }
        return null;
    }

    private static @Nullable Written han(Sentence sentence, int at) {
        Matcher name = sentence.at(HAN_NAME, at);
        return name == null
                ? null
                : new Written(name.end(), List.of(HAN.getOrDefault(name.group(), Amount.UNKNOWN)), false, false);
    }

    /** What two currencies mean that stand on both sides of one number; empty if they contradict each other. */
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
