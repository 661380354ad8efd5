package clda.guests;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.training.TrainingData;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All guests, ordered by name, and their combined contributions. */
public final class Guests {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");

    private final List<Guest> here;
    private final List<Guest> away;

    /** @throws IllegalStateException if a name is not one, or two guests have the same */
    public Guests(List<Guest> all) {
        Set<String> names = new HashSet<>();
        for (Guest guest : all) {
            String type = guest.getClass().getName();
            if (!NAME.matcher(guest.name()).matches()) {
                throw new IllegalStateException("refusing to start: the guest " + type + " has the name " + guest.name()
                        + "; names match " + NAME);
            }
            if (!names.add(guest.name())) {
                throw new IllegalStateException(
                        "refusing to start: the guest " + type + " has the name of another, " + guest.name());
            }
        }
        List<Guest> sorted =
                all.stream().sorted(Comparator.comparing(Guest::name)).toList();
        here = sorted.stream().filter(Guest::isHere).toList();
        away = sorted.stream().filter(guest -> !guest.isHere()).toList();
    }

    /** The guests that take part. */
    public List<Guest> here() {
        return here;
    }

    /** Why production is refused; empty if no guest objects. */
    public Optional<String> dangerInProduction() {
        return here.stream()
                .flatMap(guest -> guest.dangerInProduction().stream())
                .findFirst();
    }

    public List<Skill> skills(Clock clock, ZoneId zone) {
        return here.stream()
                .flatMap(guest -> guest.skills(clock, zone).stream())
                .toList();
    }

    /** The guests' finders by name; if several guests use a name, the first guest's finder. */
    public Map<String, SlotFinder> finders(Clock clock, ZoneId zone) {
        Map<String, SlotFinder> finders = new TreeMap<>();
        here.forEach(guest -> guest.finders(clock, zone).forEach(finders::putIfAbsent));
        return finders;
    }

    public TrainingData examples() {
        return here.stream().map(Guest::examples).reduce(TrainingData.NOTHING, TrainingData::and);
    }

    /** The guests' texts by key; if several guests use a key, the first guest's text. */
    public Map<String, String> texts(Locale locale) {
        Map<String, String> texts = new TreeMap<>();
        for (Guest guest : here) {
            guest.texts().ifPresent(name -> {
                ResourceBundle bundle = ResourceBundle.getBundle(
                        name,
                        locale,
                        guest.getClass().getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
                bundle.keySet().forEach(key -> texts.putIfAbsent(key, bundle.getString(key)));
            });
        }
        return texts;
    }

    /** The guests' examples for the description of the API, by their places; if several have one for a place, the first guest's. */
    public Map<String, JsonNode> apiExamples() {
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        here.forEach(guest -> guest.apiExamples().forEach(examples::putIfAbsent));
        return examples;
    }

    public List<GuestPage> pages() {
        return here.stream().flatMap(guest -> guest.pages().stream()).toList();
    }

    /** Whether the file is a page of a guest that takes no part. */
    public boolean isAway(String file) {
        return away.stream().flatMap(guest -> guest.pages().stream()).anyMatch(page -> page.file()
                .equals(file));
    }

    /** Whether the class belongs to a guest that takes no part: it is in the guest's package or below. */
    public boolean isAway(Class<?> type) {
        return away.stream()
                .map(guest -> guest.getClass().getPackageName())
                .anyMatch(home -> (type.getPackageName() + ".").startsWith(home + "."));
    }

    /** The greeting of the first guest that has one. */
    public Optional<Greeting> greeting() {
        return here.stream().flatMap(guest -> guest.greeting().stream()).findFirst();
    }

    /** The accounts of the first guest that has any. */
    public Optional<TrialAccounts> accounts() {
        return here.stream().flatMap(guest -> guest.accounts().stream()).findFirst();
    }
}
