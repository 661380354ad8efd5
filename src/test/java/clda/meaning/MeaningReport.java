package clda.meaning;

import clda.meaning.Listener.Reply;
import clda.meaning.Phrases.Made;
import clda.meaning.Phrases.Single;
import clda.meaning.Phrases.Wanted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts, for each kind of sentence, what would be done about it. */
final class MeaningReport {

    /** Requests and nothing else. */
    static final String PLAIN = "plain";

    static final String SINGLE = "single";

    private final Map<String, Map<Verdict, Integer>> counts = new LinkedHashMap<>();
    private final Map<String, Map<Verdict, List<String>>> examples = new LinkedHashMap<>();

    /** @param every of the sentences that are made, each so many-th; 1 for all */
    static MeaningReport of(Phrases phrases, int every) {
        MeaningReport report = new MeaningReport();
        phrases.acts().forEach(act -> report.count(new Made(PLAIN, act.said(), act)));
        List<Made> made = phrases.made();
        for (int i = 0; i < made.size(); i += every) {
            report.count(made.get(i));
        }
        phrases.singles().forEach(report::count);
        return report;
    }

    private void count(Made made) {
        Reply reply = Listener.hears(made.said());
        Wanted act = new Wanted(made.act().intent(), made.act().values());
        count(
                made.kind(),
                made.said(),
                switch (made.kind()) {
                    case PLAIN, Phrases.POLITE -> Verdict.of(reply, List.of(act));
                    case Phrases.SECOND -> second(reply, act);
                    default -> Verdict.of(reply, List.of());
                },
                reply);
    }

    /** Only one of two, without a word about the other, is not what was asked for. */
    private static Verdict second(Reply reply, Wanted act) {
        if (reply.calls().isEmpty()) {
            return Verdict.NOT_DONE;
        }
        boolean mentions = reply.intent() != null
                && reply.intent().words() != null
                && reply.intent().words().stream()
                        .anyMatch(words -> words.of().equals("left")
                                && (words.said().contains(" ")
                                        || words.said()
                                                        .codePoints()
                                                        .filter(Character::isIdeographic)
                                                        .count()
                                                > 2));
        Verdict first = reply.calls().stream()
                .map(call -> Verdict.of(reply.calling(call), List.of(act)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return switch (first) {
            case DONE -> reply.calls().size() > 1 || mentions ? Verdict.DONE : Verdict.DROPPED;
            case TAIL, WRONG_VALUE -> first;
            default -> mentions ? Verdict.NOT_DONE : Verdict.DROPPED;
        };
    }

    private void count(Single single) {
        Reply reply = Listener.hears(single.said());
        count(SINGLE, single.said(), Verdict.of(reply, single.may()), reply);
    }

    private void count(String kind, String said, Verdict verdict, Reply reply) {
        counts.computeIfAbsent(kind, key -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
        examples.computeIfAbsent(kind, key -> new EnumMap<>(Verdict.class))
                .computeIfAbsent(verdict, key -> new ArrayList<>())
                .add(said + "   -> " + (reply.calls().isEmpty() ? reply.text().replace('\n', ' ') : reply.calls()));
    }

    int count(String kind, Verdict verdict) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0);
    }

    int count(Verdict verdict) {
        return counts.values().stream()
                .mapToInt(kind -> kind.getOrDefault(verdict, 0))
                .sum();
    }

    int sentences() {
        return counts.values().stream()
                .flatMap(kind -> kind.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The share of plain and polite requests that are done without another question. */
    double done() {
        int done = count(PLAIN, Verdict.DONE) + count(Phrases.POLITE, Verdict.DONE);
        int all = Stream.of(PLAIN, Phrases.POLITE)
                .flatMap(kind -> counts.getOrDefault(kind, Map.of()).values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        return (double) done / all;
    }

    List<String> examples(Verdict verdict) {
        return examples.entrySet().stream()
                .flatMap(kind -> kind.getValue().getOrDefault(verdict, List.of()).stream()
                        .map(said -> kind.getKey() + ": " + said))
                .toList();
    }

    /** A table in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| kind | sentences |");
        for (Verdict verdict : Verdict.values()) {
            table.append(' ')
                    .append(verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                    .append(" |");
        }
        table.append("\n|---|")
                .append("---:|".repeat(Verdict.values().length + 1))
                .append('\n');
        counts.forEach((kind, of) -> {
            int all = of.values().stream().mapToInt(Integer::intValue).sum();
            table.append("| ").append(kind).append(" | ").append(all).append(" |");
            for (Verdict verdict : Verdict.values()) {
                table.append(' ').append(of.getOrDefault(verdict, 0)).append(" |");
            }
            table.append('\n');
        });
        return table.toString();
    }

    /** Prints the tables; with a third argument, so many examples of each fault. */
    public static void main(String[] args) {
        for (String language : List.of("en", "zh")) {
            MeaningReport report = of(Phrases.of(args[0], language), Integer.parseInt(args[1]));
            System.out.println("## " + args[0] + " " + language + "\n\n" + report.table());
            System.out.printf("done without another question: %.1f %%%n%n", report.done() * 100);
            int shown = args.length > 2 ? Integer.parseInt(args[2]) : 0;
            for (Verdict verdict : Verdict.values()) {
                if (verdict == Verdict.NOT_DONE) {
                    Stream.of(PLAIN, Phrases.POLITE)
                            .forEach(kind -> print(
                                    verdict,
                                    report.examples.getOrDefault(kind, Map.of()).getOrDefault(verdict, List.of()),
                                    shown));
                } else if (verdict != Verdict.DONE) {
                    print(verdict, report.examples(verdict), shown);
                }
            }
        }
    }

    private static void print(Verdict verdict, List<String> all, int shown) {
        List<String> some = new ArrayList<>(all);
        java.util.Collections.shuffle(some, new java.util.Random(7));
        if (shown > 0 && !some.isEmpty()) {
            System.out.println(verdict + " (" + all.size() + ")\n  "
                    + some.stream().limit(shown).collect(Collectors.joining("\n  ")));
        }
    }
}
