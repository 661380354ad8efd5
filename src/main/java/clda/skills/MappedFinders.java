package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.Said;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.training.Domain.Mapping;
import clda.nlu.training.Domain.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the values of slots as the mappings of a domain say. */
final class MappedFinders {

    /** The marks round a quotation, in pairs; they are not part of what is quoted. */
    private static final Set<String> QUOTES = Set.of("\"\"", "“”", "「」", "『』");

    private final Map<String, SlotFinder> named;
    private final @Nullable Supplier<Interpreter> interpreter;

    /** @param interpreter null if there are no entities */
    MappedFinders(Map<String, SlotFinder> named, @Nullable Supplier<Interpreter> interpreter) {
        this.named = named;
        this.interpreter = interpreter;
    }

    /** @throws IllegalArgumentException if a mapping needs what is not there */
    SlotFinder of(String name, Slot slot) {
        List<SlotFinder> finders = slot.mappings().stream()
                .flatMap(mapping -> finder(name, mapping).stream())
                .toList();
        return finders.size() == 1 ? finders.getFirst() : new Several(finders);
    }

    private Optional<SlotFinder> finder(String slot, Mapping mapping) {
        return switch (mapping) {
            case Mapping.FromText whole -> Optional.empty();
            case Mapping.FromEntity from -> {
                if (interpreter == null) {
                    throw new IllegalArgumentException("slot " + slot + " is filled by entity " + from.entity()
                            + ", and here are no entities: give it a pattern or a finder");
                }
                yield Optional.of(new TaughtValue(from.entity(), interpreter));
            }
            case Mapping.FromPartOfText part -> {
                Pattern pattern = cue(part.pattern());
                yield Optional.of(text -> SlotFinder.matches(pattern, text, MappedFinders::free).stream()
                        .limit(1)
                        .toList());
            }
            case Mapping.FromPattern found -> Optional.of(pattern(cue(found.pattern()), found.value()));
            case Mapping.FromFinder from -> {
                SlotFinder finder = named.get(from.finder());
                if (finder == null) {
                    throw new IllegalArgumentException("slot " + slot + ": there is no \"finder\" " + from.finder()
                            + " among " + new TreeSet<>(named.keySet()));
                }
                yield Optional.of(finder);
            }
        };
    }

    private static SlotFinder pattern(Pattern pattern, @Nullable String value) {
        if (value == null) {
            return SlotFinder.each(pattern, MappedFinders::value);
        }
        return new Meant(pattern, value);
    }

    private static Find value(MatchResult match) {
        String raw = match.group(group(match));
        return new Find(new SlotValue(raw, raw), Span.of(match));
    }

    private static Find free(MatchResult match) {
        int group = group(match);
        String whole = match.group();
        int from = match.start(group) - match.start();
        int to = match.end(group) - match.start();
        int quotes = from > 0 && to < whole.length() && QUOTES.contains("" + whole.charAt(from - 1) + whole.charAt(to))
                ? 1
                : 0;
        return Find.free(match.group(group).strip(), new Span(match.start(group) - quotes, match.end(group) + quotes));
    }

    /** The first group that matched, or all if the pattern has none. */
    private static int group(MatchResult match) {
        return IntStream.rangeClosed(1, match.groupCount())
                .filter(group -> match.group(group) != null)
                .findFirst()
                .orElse(0);
    }

    /** A pattern that stands for a value; the value is the same, however the words are written. */
    private record Meant(Pattern pattern, String value) implements SlotFinder {

        @Override
        public List<Find> all(String text) {
            return SlotFinder.matches(pattern, text, match -> Find.of(match, value));
        }

        @Override
        public List<Find> in(Said said) {
            return all(said.read()).stream()
                    .map(find -> find.asWritten(said))
                    .map(find -> new Find(new SlotValue(value, find.value().raw()), find.spans(), false))
                    .toList();
        }

        @Override
        public boolean lists() {
            return true;
        }
    }

    private record TaughtValue(String name, Supplier<Interpreter> interpreter) implements SlotFinder {

        /** The interpreter knows which of its values are words and which are names of its own for them. */
        @Override
        public List<Find> in(Said said) {
            return all(said.written());
        }

        @Override
        public List<Find> all(String text) {
            return interpreter.get().entities(text).stream()
                    .filter(entity -> entity.name().equals(name))
                    .map(entity -> new Find(
                            new SlotValue(entity.value(), text.substring(entity.start(), entity.end())),
                            new Span(entity.start(), entity.end())))
                    .toList();
        }

        @Override
        public boolean isTaught() {
            return true;
        }
    }

    /** What several mappings find, in the order of the sentence. */
    private record Several(List<SlotFinder> finders) implements SlotFinder {

        @Override
        public List<Find> all(String text) {
            return inOrder(finders.stream().flatMap(finder -> finder.all(text).stream()));
        }

        @Override
        public List<Find> in(Said said) {
            return inOrder(finders.stream().flatMap(finder -> finder.in(said).stream()));
        }

        private static List<Find> inOrder(Stream<Find> finds) {
            return finds.sorted(Comparator.comparingInt(Several::start)).toList();
        }

        private static int start(Find find) {
            return find.spans().stream().mapToInt(Span::start).min().orElse(0);
        }

        @Override
        public boolean isTaught() {
            return finders.stream().allMatch(SlotFinder::isTaught);
        }

        @Override
        public boolean lists() {
            return finders.stream().anyMatch(SlotFinder::lists);
        }

        @Override
        public boolean isOrder() {
            return finders.stream().anyMatch(SlotFinder::isOrder);
        }

        @Override
        public Optional<String> doubt(String text, Language language) {
            return finders.stream()
                    .flatMap(finder -> finder.doubt(text, language).stream())
                    .findFirst();
        }
    }
}
