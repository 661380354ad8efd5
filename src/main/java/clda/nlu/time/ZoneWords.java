package clda.nlu.time;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Time zones that a sentence names: {@code Tokyo time}, {@code UTC+8}, 北京时间. */
final class ZoneWords {

    /** @param zone null if several zones have the abbreviation */
    record Named(@Nullable ZoneId zone) {}

    private static final Map<String, String> CITIES = new HashMap<>();
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("UTC", "UTC"),
            Map.entry("GMT", "UTC"),
            Map.entry("ET", "America/New_York"),
            Map.entry("EST", "America/New_York"),
            Map.entry("EDT", "America/New_York"),
            Map.entry("CT", "America/Chicago"),
            Map.entry("CDT", "America/Chicago"),
            Map.entry("PT", "America/Los_Angeles"),
            Map.entry("PST", "America/Los_Angeles"),
            Map.entry("PDT", "America/Los_Angeles"),
            Map.entry("CET", "Europe/Paris"),
            Map.entry("CEST", "Europe/Paris"),
            Map.entry("EET", "Europe/Athens"),
            Map.entry("JST", "Asia/Tokyo"),
            Map.entry("KST", "Asia/Seoul"),
            Map.entry("HKT", "Asia/Hong_Kong"),
            Map.entry("SGT", "Asia/Singapore"),
            Map.entry("AEST", "Australia/Sydney"),
            Map.entry("MSK", "Europe/Moscow"));
    private static final Map<String, String> CHINESE = Map.ofEntries(
            Map.entry("北京", "Asia/Shanghai"),
            Map.entry("上海", "Asia/Shanghai"),
            Map.entry("中国", "Asia/Shanghai"),
            Map.entry("香港", "Asia/Hong_Kong"),
            Map.entry("台北", "Asia/Taipei"),
            Map.entry("东京", "Asia/Tokyo"),
            Map.entry("日本", "Asia/Tokyo"),
            Map.entry("首尔", "Asia/Seoul"),
            Map.entry("新加坡", "Asia/Singapore"),
            Map.entry("曼谷", "Asia/Bangkok"),
            Map.entry("迪拜", "Asia/Dubai"),
            Map.entry("莫斯科", "Europe/Moscow"),
            Map.entry("伦敦", "Europe/London"),
            Map.entry("巴黎", "Europe/Paris"),
            Map.entry("柏林", "Europe/Berlin"),
            Map.entry("纽约", "America/New_York"),
            Map.entry("芝加哥", "America/Chicago"),
            Map.entry("洛杉矶", "America/Los_Angeles"),
            Map.entry("旧金山", "America/Los_Angeles"),
            Map.entry("悉尼", "Australia/Sydney"),
            Map.entry("格林尼治", "UTC"));

    static {
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (id.matches("(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_]+")) {
                CITIES.put(id.substring(id.indexOf('/') + 1).replace('_', ' ').toLowerCase(Locale.ROOT), id);
            }
        }
        CITIES.put("beijing", "Asia/Shanghai");
        CITIES.put("china", "Asia/Shanghai");
        CITIES.put("japan", "Asia/Tokyo");
        CITIES.put("india", "Asia/Kolkata");
        CITIES.put("mumbai", "Asia/Kolkata");
        CITIES.put("delhi", "Asia/Kolkata");
        CITIES.put("korea", "Asia/Seoul");
        CITIES.put("uk", "Europe/London");
        CITIES.put("eastern", "America/New_York");
        CITIES.put("boston", "America/New_York");
        CITIES.put("washington", "America/New_York");
        CITIES.put("central european", "Europe/Paris");
        CITIES.put("pacific", "America/Los_Angeles");
        CITIES.put("san francisco", "America/Los_Angeles");
        CITIES.put("seattle", "America/Los_Angeles");
        CITIES.put("greenwich", "UTC");
    }

    /** The name of a place without "time" counts only after a time of day. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<=20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d)(?<iso>Z|[+-]\\d\\d:\\d\\d)(?!\\w)"
                    + "|(?<=\\d|am|pm|noon|midnight|a\\.m\\.|p\\.m\\.)\\s+in (?<place>[a-z]+(?: [a-z]+)?)\\b"
                    + "|[（(]?(?<zh>" + String.join("|", CHINESE.keySet()) + ")时间[）)]?|(?<utczh>UTC|GMT)\\s?时间"
                    + "|(?<![\\w/])(?:(?:UTC|GMT)\\s?(?<offset>[+-]\\d{1,2}(?::?[0-5]\\d)?)(?!\\d)"
                    + "|(?<city>(?:[a-z]+ )?[a-z]+)(?: standard| local)? time(?! ?zone)\\b"
                    + "|(?-i:(?<short>UTC|GMT|ET|EST|EDT|CT|CDT|PT|PST|PDT|CET|CEST|EET|JST|KST|HKT|SGT|AEST|MSK|CST|IST|BST))(?![A-Za-z]))",
            Pattern.CASE_INSENSITIVE);

    private ZoneWords() {}

    /** The first zone that is named. */
    static Optional<Found<Named>> first(String text) {
        Matcher matcher = NAMED.matcher(text);
        while (matcher.find()) {
            Optional<Found<Named>> found = read(matcher);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Found<Named>> read(Matcher matcher) {
        if (matcher.group("offset") != null) {
            return found(matcher, ZoneId.ofOffset("UTC", ZoneOffset.of(offset(matcher.group("offset")))));
        }
        String iso = matcher.group("iso");
        if (iso != null) {
            return found(
                    matcher, iso.equalsIgnoreCase("Z") ? ZoneId.of("UTC") : ZoneId.ofOffset("UTC", ZoneOffset.of(iso)));
        }
        if (matcher.group("zh") != null) {
            return found(matcher, ZoneId.of(CHINESE.get(matcher.group("zh"))));
        }
        if (matcher.group("utczh") != null) {
            return found(matcher, ZoneId.of("UTC"));
        }
        String abbreviation = matcher.group("short");
        if (abbreviation != null) {
            String id = SHORT.get(abbreviation);
            return found(matcher, id == null ? null : ZoneId.of(id));
        }
        boolean place = matcher.group("place") != null;
        String name = (place ? matcher.group("place") : matcher.group("city")).toLowerCase(Locale.ROOT);
        int start = place ? matcher.start() : matcher.start("city");
        String id = CITIES.get(name);
        int end = matcher.end();
        int space = name.indexOf(' ');
        if (id == null && space > 0) {
            // The word before a city, or behind it, is another.
            id = CITIES.get(place ? name.substring(0, space) : name.substring(space + 1));
            start += place ? 0 : space + 1;
            end = place ? matcher.start("place") + space : end;
        }
        return id == null ? Optional.empty() : Optional.of(new Found<>(new Named(ZoneId.of(id)), start, end));
    }

    private static Optional<Found<Named>> found(Matcher matcher, @Nullable ZoneId zone) {
        return Optional.of(new Found<>(new Named(zone), matcher.start(), matcher.end()));
    }

    private static String offset(String written) {
        String sign = written.substring(0, 1);
        String digits = written.substring(1).replace(":", "");
        String four = digits.length() <= 2
                ? "%02d00".formatted(Integer.parseInt(digits))
                : "%04d".formatted(Integer.parseInt(digits));
        return sign + four.substring(0, 2) + ":" + four.substring(2);
    }
}
