package clda.nlu.time;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule as it is written: {@code DTSTART;TZID=Asia/Tokyo:20260302T090000 RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0}, where
 * all before {@code FREQ} may be left out. Whether it is a valid rule is not checked here.
 *
 * @param zone null if none is named
 * @param start local date and time; null if none is named
 * @param rule without {@code RRULE:}
 */
public record WrittenRule(@Nullable ZoneId zone, @Nullable LocalDateTime start, String rule) {

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:DTSTART(?:;TZID=(?<zone>[\\w/+-]++))?:(?<start>\\d{8}T\\d{6})\\s++)?(?:RRULE:)?(?<rule>[A-Za-z0-9=;,:+-]++)");

    /**
     * Reads it; empty if it is not written like a rule.
     *
     * @throws java.time.DateTimeException if it names a start or a zone that does not exist
     */
    public static Optional<WrittenRule> read(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        String zone = written.group("zone");
        String start = written.group("start");
        return Optional.of(new WrittenRule(
                zone == null ? null : ZoneId.of(zone),
                start == null ? null : LocalDateTime.parse(start, BASIC),
                written.group("rule")));
    }
}
