package clda.nlu.time;

import com.nlf.calendar.Lunar;
import com.nlf.calendar.LunarMonth;
import com.nlf.calendar.LunarYear;
import com.nlf.calendar.Solar;
import java.time.LocalDate;
import java.util.Optional;

/** The Chinese lunisolar calendar (GB/T 33661-2017), which sets festivals and many birthdays. */
public final class FarmersCalendar {

    /** First year in which the library follows the tables of the astronomical almanac. */
    private static final int FIRST = 1901;

    private static final int LAST = 2199;

    private FarmersCalendar() {}

    /**
     * A day of the calendar.
     *
     * @param month 1 to 12
     * @param leap whether it is the second month of that number in its year
     * @param last whether the month ends with it
     */
    public record Day(int month, boolean leap, int day, boolean last) {}

    /** The day of this calendar on a date. */
    public static Day of(LocalDate date) {
        Lunar lunar = new Solar(date.getYear(), date.getMonthValue(), date.getDayOfMonth()).getLunar();
        int days = LunarMonth.fromYm(lunar.getYear(), lunar.getMonth()).getDayCount();
        return new Day(Math.abs(lunar.getMonth()), lunar.getMonth() < 0, lunar.getDay(), lunar.getDay() == days);
    }

    /**
     * The date of a day.
     *
     * @param year the civil year in which its new year falls
     * @param day 1 to 30; -1 for the last of the month
     * @return empty if there is no such day in that year
     */
    public static Optional<LocalDate> date(int year, int month, boolean leap, int day) {
        if (year < FIRST || year > LAST || leap && LunarYear.fromYear(year).getLeapMonth() != month) {
            return Optional.empty();
        }
        if (month < 1 || month > 12 || day == 0) {
            return Optional.empty();
        }
        int named = leap ? -month : month;
        int days = LunarMonth.fromYm(year, named).getDayCount();
        if (day > days) {
            return Optional.empty();
        }
        return Optional.of(date(Lunar.fromYmd(year, named, day < 0 ? days : day).getSolar()));
    }

    /** The day on which one of the 24 solar terms begins in a year of the civil calendar. */
    static Optional<LocalDate> solarTerm(int year, String name) {
        if (year < FIRST || year > LAST) {
            return Optional.empty();
        }
        // The terms of a lunar year run from the winter solstice before it to the one after it.
        for (int lunarYear = year + 1; lunarYear >= year - 1; lunarYear--) {
            Solar begins = Lunar.fromYmd(lunarYear, 6, 1).getJieQiTable().get(name);
            if (begins != null && begins.getYear() == year) {
                return Optional.of(date(begins));
            }
        }
        return Optional.empty();
    }

    private static LocalDate date(Solar solar) {
        return LocalDate.of(solar.getYear(), solar.getMonth(), solar.getDay());
    }
}
