package clda.meaning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What sentences are made of. A frame holds {@code {act}} for an act as it is said, {@code {do}} for its bare verb, {@code {did}}
 * for its past and {@code {doing}} for its gerund.
 *
 * @param frames by kind
 * @param singles sentences that are whole already
 */
record Phrases(Map<String, List<String>> frames, List<Act> acts, List<Single> singles) {

    /** Frames in which something is asked for all the same. */
    static final String POLITE = "polite";

    /** Frames in which something else is asked for, too. */
    static final String SECOND = "second";

    /**
     * Something that can be asked for.
     *
     * @param forms by the name of the place in a frame
     */
    record Act(String intent, Map<String, String> forms, Map<String, String> values) {

        String said() {
            return Objects.requireNonNull(forms.get("act"));
        }
    }

    /** @param may each may be done, and nothing else */
    record Single(String said, List<Wanted> may) {}

    record Wanted(String intent, Map<String, String> values) {}

    /** A sentence that was made. */
    record Made(String kind, String said, Act act) {}

    /** @param half the set: {@code dev}, {@code test}, {@code second} or {@code third} */
    static Phrases of(String half, String language) {
        String file = "/meaning/" + half + "-" + language + ".yml";
        try (InputStream in = Objects.requireNonNull(Phrases.class.getResourceAsStream(file), file)) {
            return read((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Phrases read(Map<?, ?> file) {
        Map<String, List<String>> frames = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(file.get("frames")))
                .forEach((kind, all) -> frames.put(
                        kind.toString(),
                        ((List<?>) all).stream().map(Object::toString).toList()));
        List<Act> acts = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(file.get("acts"))) {
            Map<?, ?> act = (Map<?, ?>) each;
            Map<String, String> forms = new LinkedHashMap<>();
            forms.put("act", text(act, "say"));
            for (String form : List.of("do", "did", "doing")) {
                if (act.get(form) != null) {
                    forms.put(form, text(act, form));
                }
            }
            acts.add(new Act(text(act, "act"), forms, values(act)));
        }
        List<Single> singles = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(file.get("single"))) {
            Map<?, ?> single = (Map<?, ?>) each;
            List<Wanted> may = ((List<?>) Objects.requireNonNull(single.get("may")))
                    .stream()
                            .map(Map.class::cast)
                            .map(wanted -> new Wanted(text(wanted, "act"), values(wanted)))
                            .toList();
            singles.add(new Single(text(single, "say"), may));
        }
        return new Phrases(frames, acts, singles);
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key).toString();
    }

    private static Map<String, String> values(Map<?, ?> map) {
        Map<String, String> values = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(map.get("values")))
                .forEach((name, value) -> values.put(name.toString(), value.toString()));
        return values;
    }

    /** Every act in every frame. */
    List<Made> made() {
        List<Made> made = new ArrayList<>();
        frames.forEach((kind, all) -> all.forEach(frame -> acts.forEach(act -> {
            String said = frame;
            for (Map.Entry<String, String> form : act.forms().entrySet()) {
                said = said.replace("{" + form.getKey() + "}", form.getValue());
            }
            made.add(new Made(kind, said, act));
        })));
        return made;
    }
}
