package clda.nlu.time;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells the rules that are one phrase in words from those whose parts have to be said one by one so that none is left out. */
final class PlainRules {

    static final List<String> WORKDAYS = List.of("MO", "TU", "WE", "TH", "FR");

    /** Said, or of no consequence, whatever the frequency. */
    private static final Set<String> ALWAYS_SAID = Set.of("FREQ", "INTERVAL", "COUNT", "UNTIL", "RSCALE");

    private static final String NUMBERED_DAY = "(?:[1-5]|-1)[A-Z]{2}";
    private static final String PLACE = "[1-5]|-1";

    private PlainRules() {}

    static boolean isPlain(RuleParts parts) {
        Set<String> said = new TreeSet<>(parts.names());
        said.removeAll(ALWAYS_SAID);
        if (!weekStartMatters(parts)) {
            said.remove("WKST");
        }
        if (parts.value("SKIP").equals("OMIT")) {
            said.remove("SKIP");
        }
        String by = String.join(" ", said);
        return switch (parts.value("RSCALE")) {
            case "", "GREGORIAN" -> isPlain(parts, by);
            case "CHINESE" -> isPlainFarmers(parts, by);
            default -> false;
        };
    }

    /** @param by the parts that have to be said, in alphabetical order */
    private static boolean isPlain(RuleParts parts, String by) {
        return switch (parts.freq() + " " + by) {
            case "MINUTELY ", "HOURLY ", "HOURLY BYMINUTE", "DAILY BYHOUR BYMINUTE", "DAILY BYHOUR BYMINUTE BYSETPOS" ->
                true;
            case "DAILY BYDAY BYHOUR BYMINUTE", "DAILY BYDAY BYHOUR BYMINUTE BYSETPOS" ->
                parts.interval() == 1 && all(parts, "BYDAY", "[A-Z]{2}");
            case "WEEKLY BYDAY BYHOUR BYMINUTE" -> all(parts, "BYDAY", "[A-Z]{2}");
            case "MONTHLY BYHOUR BYMINUTE BYMONTHDAY" -> all(parts, "BYMONTHDAY", "\\d+|-1");
            case "MONTHLY BYHOUR BYMINUTE BYMONTHDAY SKIP" ->
                parts.value("SKIP").equals("BACKWARD")
                        && parts.value("BYMONTHDAY").matches("\\d+");
            case "MONTHLY BYDAY BYHOUR BYMINUTE", "YEARLY BYDAY BYHOUR BYMINUTE BYMONTH" ->
                all(parts, "BYDAY", NUMBERED_DAY);
            case "MONTHLY BYDAY BYHOUR BYMINUTE BYSETPOS" -> isPlaceAmongWorkdays(parts);
            // The place is one in the whole year.
            case "YEARLY BYDAY BYHOUR BYMINUTE BYMONTH BYSETPOS" -> isPlaceAmongWorkdays(parts) && isOneMonth(parts);
            case "YEARLY BYHOUR BYMINUTE BYMONTH BYMONTHDAY" ->
                parts.value("BYMONTHDAY").equals("-1") || all(parts, "BYMONTHDAY", "\\d+");
            default -> false;
        };
    }

    private static boolean isPlainFarmers(RuleParts parts, String by) {
        boolean days = parts.interval() == 1 && all(parts, "BYMONTHDAY", "\\d+|-1");
        return switch (parts.freq() + " " + by) {
            case "MONTHLY BYHOUR BYMINUTE BYMONTHDAY" -> days;
            case "YEARLY BYHOUR BYMINUTE BYMONTH BYMONTHDAY" -> days && isOneMonth(parts);
            default -> false;
        };
    }

    private static boolean isPlaceAmongWorkdays(RuleParts parts) {
        return parts.list("BYDAY").equals(WORKDAYS) && parts.value("BYSETPOS").matches(PLACE);
    }

    private static boolean isOneMonth(RuleParts parts) {
        return parts.value("BYMONTH").matches("\\d+");
    }

    private static boolean all(RuleParts parts, String name, String form) {
        return parts.list(name).stream().allMatch(value -> value.matches(form));
    }

    /** The day on which weeks begin decides which weeks are skipped, and how they are numbered. Without it, it is Monday. */
    private static boolean weekStartMatters(RuleParts parts) {
        boolean skips = parts.freq().equals("WEEKLY") && parts.interval() > 1;
        return !parts.value("WKST").equals("MO") && (skips || parts.has("BYWEEKNO") || parts.has("BYSETPOS"));
    }
}
