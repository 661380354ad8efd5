package clda.nlu.time;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a recurrence rule (RFC 5545, 3.3.10). Whether it is a valid rule is not checked here. */
public final class RuleParts {

    private final Map<String, String> parts;

    private RuleParts(Map<String, String> parts) {
        this.parts = parts;
    }

    /**
     * Reads the parts of a rule.
     *
     * @throws IllegalArgumentException if a part has no value or occurs twice
     */
    public static RuleParts of(String rule) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : rule.toUpperCase(Locale.ROOT).split(";")) {
            int is = part.indexOf('=');
            if (is < 1 || parts.put(part.substring(0, is), part.substring(is + 1)) != null) {
                throw new IllegalArgumentException(
                        "\"" + part + "\" is not a part of a rule such as FREQ=DAILY;BYHOUR=9;BYMINUTE=0");
            }
        }
        return new RuleParts(parts);
    }

    public Set<String> names() {
        return parts.keySet();
    }

    public boolean has(String name) {
        return parts.containsKey(name);
    }

    /** Empty if it is not given. */
    String value(String name) {
        return parts.getOrDefault(name, "");
    }

    public String freq() {
        return value("FREQ");
    }

    public int interval() {
        return has("INTERVAL") ? Integer.parseInt(value("INTERVAL")) : 1;
    }

    /** Whether it counts by the Chinese calendar. */
    public boolean isFarmers() {
        return value("RSCALE").equals("CHINESE");
    }

    /** Whether it counts hours or minutes that pass, whatever the clock shows. */
    public boolean isElapsed() {
        return (freq().equals("HOURLY") || freq().equals("MINUTELY"))
                && parts.keySet().stream().noneMatch(name -> name.startsWith("BY"));
    }

    /** The values of a part that lists some; empty if it is not given. */
    List<String> list(String name) {
        return has(name) ? List.of(value(name).split(",")) : List.of();
    }

    /** @throws NumberFormatException if it lists something else */
    public List<Integer> numbers(String name) {
        return list(name).stream().map(Integer::valueOf).toList();
    }

    /** The times of day, the earliest first: all hours with all minutes, or those of them that {@code BYSETPOS} picks. */
    public List<LocalTime> times() {
        List<LocalTime> all = new ArrayList<>();
        List<Integer> minutes = has("BYMINUTE") ? numbers("BYMINUTE") : List.of(0);
        for (int hour : numbers("BYHOUR")) {
            minutes.forEach(minute -> all.add(LocalTime.of(hour, minute)));
        }
        all.sort(null);
        if (!picksTimes()) {
            return all;
        }
        return numbers("BYSETPOS").stream()
                .filter(place -> Math.abs(place) <= all.size() && place != 0)
                .map(place -> all.get(place > 0 ? place - 1 : all.size() + place))
                .sorted()
                .toList();
    }

    /** Whether {@code BYSETPOS} picks among times of a day, rather than among days. */
    boolean picksTimes() {
        return has("BYSETPOS") && freq().equals("DAILY");
    }

    /** The rule without some of its parts. */
    public String without(String... names) {
        List<String> left = Arrays.asList(names);
        return parts.entrySet().stream()
                .filter(part -> !left.contains(part.getKey()))
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(";"));
    }
}
