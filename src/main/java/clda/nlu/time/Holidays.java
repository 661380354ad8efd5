package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Days that have a name. */
final class Holidays {

    /** The lunar new year, the dragon boat, the seventh evening, the mid-autumn and the double ninth festival, and Qingming. */
    private record Lunar(
            LocalDate newYear,
            LocalDate dragonBoat,
            LocalDate seventhEvening,
            LocalDate midAutumn,
            LocalDate doubleNinth,
            LocalDate qingming) {
        static Lunar of(String newYear, String boat, String seventh, String autumn, String ninth, String qingming) {
            return new Lunar(
                    LocalDate.parse(newYear),
                    LocalDate.parse(boat),
                    LocalDate.parse(seventh),
                    LocalDate.parse(autumn),
                    LocalDate.parse(ninth),
                    LocalDate.parse(qingming));
        }
    }

    /** They follow moon and sun as seen at 120° east (GB/T 33661-2017); beyond these years nothing is said. */
    private static final Map<Integer, Lunar> LUNAR = Map.of(
            2025, Lunar.of("2025-01-29", "2025-05-31", "2025-08-29", "2025-10-06", "2025-10-29", "2025-04-04"),
            2026, Lunar.of("2026-02-17", "2026-06-19", "2026-08-19", "2026-09-25", "2026-10-18", "2026-04-05"),
            2027, Lunar.of("2027-02-06", "2027-06-09", "2027-08-08", "2027-09-15", "2027-10-08", "2027-04-05"),
            2028, Lunar.of("2028-01-26", "2028-05-28", "2028-08-26", "2028-10-03", "2028-10-26", "2028-04-04"),
            2029, Lunar.of("2029-02-13", "2029-06-16", "2029-08-16", "2029-09-22", "2029-10-16", "2029-04-04"),
            2030, Lunar.of("2030-02-03", "2030-06-05", "2030-08-05", "2030-09-12", "2030-10-05", "2030-04-05"));

    static final String EN =
            "christmas eve|christmas(?: day)?|new year'?s eve|new year'?s(?: day)?|valentine'?s day|halloween|thanksgiving|black friday|easter monday|easter(?: sunday)?|good friday|labou?r day|may day|independence day|the fourth of july|boxing day|chinese new year|spring festival";
    static final String ZH =
            "元旦|春节|大年初一|大年三十|除夕|元宵节?|清明节?|劳动节|五一|儿童节|六一|端午节?|七夕|中秋节?|国庆节?|十一假期|重阳节?|教师节|妇女节|三八节|情人节|圣诞节?|平安夜|万圣节|双十一|双十二";

    private Holidays() {}

    /** The day of that name in the year; empty if it is not known. */
    static Optional<LocalDate> of(String name, int year) {
        String plain = name.toLowerCase(Locale.ROOT).replace("'", "");
        return switch (plain) {
            case "new years", "new years day", "元旦" -> fixed(year, 1, 1);
            case "valentines day", "情人节" -> fixed(year, 2, 14);
            case "妇女节", "三八节" -> fixed(year, 3, 8);
            case "labor day", "labour day", "may day", "劳动节", "五一" -> fixed(year, 5, 1);
            case "儿童节", "六一" -> fixed(year, 6, 1);
            case "independence day", "the fourth of july" -> fixed(year, 7, 4);
            case "教师节" -> fixed(year, 9, 10);
            case "国庆", "国庆节", "十一假期" -> fixed(year, 10, 1);
            case "halloween" -> fixed(year, 10, 31);
            case "万圣节" -> fixed(year, 11, 1);
            case "双十一" -> fixed(year, 11, 11);
            case "双十二" -> fixed(year, 12, 12);
            case "christmas eve", "平安夜" -> fixed(year, 12, 24);
            case "christmas", "christmas day", "圣诞", "圣诞节" -> fixed(year, 12, 25);
            case "boxing day" -> fixed(year, 12, 26);
            case "new years eve" -> fixed(year, 12, 31);
            case "thanksgiving" -> Optional.of(thanksgiving(year));
            case "black friday" -> Optional.of(thanksgiving(year).plusDays(1));
            case "easter", "easter sunday" -> Optional.of(easter(year));
            case "easter monday" -> Optional.of(easter(year).plusDays(1));
            case "good friday" -> Optional.of(easter(year).minusDays(2));
            case "chinese new year", "spring festival", "春节", "大年初一" -> lunar(year, Lunar::newYear);
            case "除夕", "大年三十" -> lunar(year, days -> days.newYear().minusDays(1));
            case "元宵", "元宵节" -> lunar(year, days -> days.newYear().plusDays(14));
            case "清明", "清明节" -> lunar(year, Lunar::qingming);
            case "端午", "端午节" -> lunar(year, Lunar::dragonBoat);
            case "七夕" -> lunar(year, Lunar::seventhEvening);
            case "中秋", "中秋节" -> lunar(year, Lunar::midAutumn);
            case "重阳", "重阳节" -> lunar(year, Lunar::doubleNinth);
            default -> Optional.empty();
        };
    }

    /** The next day of that name, today included. */
    static Optional<LocalDate> next(String name, LocalDate today) {
        IntFunction<Optional<LocalDate>> in = year -> of(name, year);
        return in.apply(today.getYear()).filter(day -> !day.isBefore(today)).or(() -> in.apply(today.getYear() + 1));
    }

    private static Optional<LocalDate> fixed(int year, int month, int day) {
        return Optional.of(LocalDate.of(year, month, day));
    }

    private static Optional<LocalDate> lunar(int year, java.util.function.Function<Lunar, LocalDate> day) {
        return Optional.ofNullable(LUNAR.get(year)).map(day);
    }

    private static LocalDate thanksgiving(int year) {
        return LocalDate.of(year, Month.NOVEMBER, 1).with(TemporalAdjusters.dayOfWeekInMonth(4, DayOfWeek.THURSDAY));
    }

    /** The Gregorian computus (J. Meeus, "Astronomical Algorithms", 1991, chapter 8). */
    private static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = b / 4;
        int e = b % 4;
        int f = (b + 8) / 25;
        int g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30;
        int i = c / 4;
        int k = c % 4;
        int l = (32 + 2 * e + 2 * i - h - k) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int month = (h + l - 7 * m + 114) / 31;
        int day = (h + l - 7 * m + 114) % 31 + 1;
        return LocalDate.of(year, month, day);
    }
}
