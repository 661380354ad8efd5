package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Days that have names. */
final class Holidays {

    static final String EN =
            "christmas eve|christmas(?: day)?|new year'?s eve|new year'?s(?: day)?|valentine'?s day|halloween|thanksgiving|black friday|easter monday|easter(?: sunday)?|good friday|labou?r day|may day|independence day|the fourth of july|boxing day|(?:chinese|lunar) new year'?s eve|(?:chinese|lunar) new year|spring festival|(?:the )?mid-autumn festival|(?:the )?dragon boat festival|(?:the )?lantern festival|qingming(?: festival)?|mother'?s day|father'?s day";
    static final String ZH =
            "元旦|春节|大年初一|大年三十|除夕夜?|小年|腊八节?|中元节|母亲节|父亲节|立春|春分|立夏|夏至|立秋|秋分|立冬|冬至|谷雨|惊蛰|芒种|霜降|小寒|大寒|白露|寒露|元宵节?|清明节?|劳动节|五一|儿童节|六一|端午节?|七夕|中秋节?|国庆节?|十一假期|重阳节?|教师节|妇女节|三八节|情人节|圣诞节?|平安夜|万圣节|双十一|双十二";

    private Holidays() {}

    /**
     * The same day each year.
     *
     * @param farmers whether of the farmers' calendar
     * @param day -1 for the last of the month
     */
    record Yearly(boolean farmers, int month, int day) {}

    /** Empty if the date differs from year to year. */
    static Optional<Yearly> yearly(String name) {
        if (isElsewhereAnother(name)) {
            return Optional.empty();
        }
        Optional<LocalDate> one = of(name, 2026);
        Optional<LocalDate> other = of(name, 2027);
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        if (one.get().plusYears(1).equals(other.get()) && of(name, 2028).equals(one.map(day -> day.plusYears(2)))) {
            // The solar terms move by a day in some years.
            boolean term = FarmersCalendar.solarTerm(2026, name).isPresent() || name.startsWith("清明");
            return term
                    ? Optional.empty()
                    : Optional.of(new Yearly(
                            false, one.get().getMonthValue(), one.get().getDayOfMonth()));
        }
        FarmersCalendar.Day first = FarmersCalendar.of(one.get());
        FarmersCalendar.Day second = FarmersCalendar.of(other.get());
        if (first.month() != second.month()) {
            return Optional.empty();
        }
        if (first.day() == second.day() && !first.last()) {
            return Optional.of(new Yearly(true, first.month(), first.day()));
        }
        return first.last() && second.last() ? Optional.of(new Yearly(true, first.month(), -1)) : Optional.empty();
    }

    /** Whether the day differs from place to place. */
    static boolean isElsewhereAnother(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("'", "")) {
            case "mothers day", "fathers day", "母亲节", "父亲节", "小年" -> true;
            default -> false;
        };
    }

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
            case "chinese new year", "lunar new year", "spring festival", "春节", "大年初一" ->
                FarmersCalendar.date(year, 1, false, 1);
            case "chinese new years eve", "lunar new years eve", "除夕", "除夕夜", "大年三十" ->
                FarmersCalendar.date(year, 1, false, 1).map(day -> day.minusDays(1));
            case "lantern festival", "the lantern festival", "元宵", "元宵节" -> FarmersCalendar.date(year, 1, false, 15);
            case "qingming", "qingming festival", "清明", "清明节" -> FarmersCalendar.solarTerm(year, "清明");
            case "dragon boat festival", "the dragon boat festival", "端午", "端午节" ->
                FarmersCalendar.date(year, 5, false, 5);
            case "七夕" -> FarmersCalendar.date(year, 7, false, 7);
            case "中元节" -> FarmersCalendar.date(year, 7, false, 15);
            case "mid-autumn festival", "the mid-autumn festival", "中秋", "中秋节" ->
                FarmersCalendar.date(year, 8, false, 15);
            case "重阳", "重阳节" -> FarmersCalendar.date(year, 9, false, 9);
            case "腊八", "腊八节" -> FarmersCalendar.date(year - 1, 12, false, 8);
            default -> FarmersCalendar.solarTerm(year, plain);
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
