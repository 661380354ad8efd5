package clda.nlu.local;

import clda.agent.Responder;
import clda.agent.Responder.Response;
import clda.agent.Responder.Step;
import clda.campaign.Campaigns;
import clda.demo.DemoSkills;
import clda.json.Json;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelMessage.UserMessage;
import clda.nlu.Interpreter.Ranked;
import clda.nlu.Language;
import clda.nlu.local.IntentClassifier.Example;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.TrainingData;
import clda.nlu.training.Utterance;
import clda.nlu.training.Utterance.Entity;
import clda.skills.BuiltInSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the local understanding of intents: on public sets, if they lie in the directory that is named, and on the data of
 * the demo. Nothing is chosen by looking at a test set.
 */
public final class NluBenchmark {

    /** How much of the questions in scope may be turned away at most, on the validation set. */
    private static final double IN_SCOPE = 88.5;

    private static final int TURNS = 1_000;

    private final StringBuilder report = new StringBuilder(
            """
            | set | right | taught in | features × intents | a sentence, median | 99 of 100 |
            |---|---|---|---|---|---|
            """);

    private NluBenchmark() {}

    /** {@code NluBenchmark DATA REPORT}. */
    public static void main(String[] arguments) throws IOException {
        NluBenchmark benchmark = new NluBenchmark();
        Path data = Path.of(arguments[0]);
        StringBuilder notes = new StringBuilder();
        if (Files.isDirectory(data)) {
            benchmark.snips(data.resolve("snips"));
            notes.append(benchmark.clinc(data.resolve("clinc150/data_full.json")));
        } else {
            notes.append("The public sets were not there (").append(data).append(").\n");
        }
        for (Language language : Language.values()) {
            benchmark.demo(language);
        }
        notes.append(longTalk());
        String text =
                "# Understanding intents without a model, %s%n%nJava %s, %d processors.%n%nCommand: `%s`%n%n%s%n%s"
                        .formatted(
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                Campaigns.command(),
                                benchmark.report,
                                notes);
        System.out.println(text);
        Files.writeString(Path.of(arguments[1]), text);
    }

    private static List<Example> snipsPart(Path dir) throws IOException {
        List<String> texts = Files.readAllLines(dir.resolve("seq.in"));
        List<String> intents = Files.readAllLines(dir.resolve("label"));
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            examples.add(new Example(texts.get(i), intents.get(i)));
        }
        return examples;
    }

    private void snips(Path dir) throws IOException {
        List<Example> train = snipsPart(dir.resolve("train"));
        long began = System.nanoTime();
        IntentModel model = IntentModel.of(train, snipsPart(dir.resolve("dev")));
        measure("SNIPS, 7 intents", model, began, snipsPart(dir.resolve("test")));
        slots(dir, model);
    }

    private static List<Utterance> marked(Path dir) throws IOException {
        List<String> texts = Files.readAllLines(dir.resolve("seq.in"));
        List<String> marks = Files.readAllLines(dir.resolve("seq.out"));
        List<String> intents = Files.readAllLines(dir.resolve("label"));
        List<Utterance> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String[] words = texts.get(i).strip().split("\\s+");
            String[] mark = marks.get(i).strip().split("\\s+");
            StringBuilder text = new StringBuilder();
            List<Entity> entities = new ArrayList<>();
            for (int w = 0; w < words.length; w++) {
                text.append(w == 0 ? "" : " ");
                int start = text.length();
                text.append(words[w]);
                if (mark[w].startsWith("B-")) {
                    entities.add(new Entity(start, text.length(), mark[w].substring(2), "", null, null));
                } else if (mark[w].startsWith("I-")) {
                    Entity first = entities.removeLast();
                    entities.add(new Entity(first.start(), text.length(), first.name(), "", null, null));
                }
            }
            all.add(new Utterance(text.toString(), intents.get(i), entities));
        }
        return all;
    }

    /** A tagger for each intent, and that of the intent which is recognised for each sentence. */
    private void slots(Path dir, IntentModel model) throws IOException {
        long began = System.nanoTime();
        Map<String, SlotTagger> taggers = new TreeMap<>();
        marked(dir.resolve("train")).stream()
                .collect(Collectors.groupingBy(Utterance::intent))
                .forEach((intent, utterances) -> taggers.put(intent, SlotTagger.train(utterances)));
        Duration taught = Duration.ofNanos(System.nanoTime() - began);
        for (String part : List.of("dev", "test")) {
            int right = 0;
            int found = 0;
            int wanted = 0;
            List<Utterance> sentences = marked(dir.resolve(part));
            long[] nanos = new long[sentences.size()];
            for (int i = 0; i < nanos.length; i++) {
                Utterance sentence = sentences.get(i);
                long start = System.nanoTime();
                SlotTagger tagger = Objects.requireNonNull(
                        taggers.get(model.rank(sentence.text()).getFirst().intent()));
                Set<String> tagged = places(tagger.find(sentence.text()));
                nanos[i] = System.nanoTime() - start;
                Set<String> marked = places(sentence.entities());
                found += tagged.size();
                wanted += marked.size();
                tagged.retainAll(marked);
                right += tagged.size();
            }
            Arrays.sort(nanos);
            double precision = 100.0 * right / found;
            double recall = 100.0 * right / wanted;
            report.append(
                    "| SNIPS, slots, %s, %d values | **F1 %.2f** (precision %.2f, recall %.2f) | %.1f s | | %d µs | %d µs |%n"
                            .formatted(
                                    part,
                                    wanted,
                                    2 * precision * recall / (precision + recall),
                                    precision,
                                    recall,
                                    taught.toMillis() / 1_000.0,
                                    nanos[nanos.length / 2] / 1_000,
                                    nanos[nanos.length * 99 / 100] / 1_000));
        }
    }

    private static Set<String> places(List<Entity> entities) {
        return entities.stream()
                .map(entity -> entity.start() + "-" + entity.end() + " " + entity.name())
                .collect(Collectors.toSet());
    }

    private String clinc(Path file) throws IOException {
        JsonNode all = Json.MAPPER.readTree(file.toFile());
        List<Example> val = clincPart(all, "val");
        List<Example> held = new ArrayList<>(val);
        held.addAll(clincPart(all, "oos_val"));
        long began = System.nanoTime();
        IntentModel model = IntentModel.of(clincPart(all, "train"), held);
        List<Example> test = clincPart(all, "test");
        measure("CLINC150, 150 intents, in scope", model, began, test);
        double threshold = threshold(model, val);
        List<Example> others = clincPart(all, "oos_test");
        long turnedAway = others.stream()
                .filter(example -> model.rank(example.text()).getFirst().confidence() < threshold)
                .count();
        return """
                CLINC150 with a threshold of %.3f, the highest at which %.1f %% of the validation set in scope are right: of the
                test set **%.2f %%** in scope are right, and **%.2f %%** of the questions out of scope are turned away.
                """
                .formatted(threshold, IN_SCOPE, right(model, test, threshold), 100.0 * turnedAway / others.size());
    }

    private static List<Example> clincPart(JsonNode all, String part) {
        List<Example> examples = new ArrayList<>();
        all.path(part)
                .forEach(pair -> examples.add(
                        new Example(pair.get(0).asText(), pair.get(1).asText())));
        return examples;
    }

    private static double threshold(IntentModel model, List<Example> val) {
        double[] confidences = val.stream()
                .filter(example ->
                        model.rank(example.text()).getFirst().intent().equals(example.intent()))
                .mapToDouble(example -> model.rank(example.text()).getFirst().confidence())
                .sorted()
                .toArray();
        int needed = (int) Math.ceil(IN_SCOPE / 100 * val.size());
        return confidences[confidences.length - needed];
    }

    private void demo(Language language) {
        TrainingData data = BuiltInData.talk().and(DemoSkills.examples());
        List<Example> examples = new ArrayList<>(data.utterances().stream()
                .filter(utterance -> !utterance.intent().equals(TrainingData.OUT_OF_SCOPE)
                        && Language.of(utterance.text()) == language)
                .map(utterance -> new Example(utterance.text(), utterance.intent()))
                .toList());
        CrossValidation checked = CrossValidation.of(examples);
        checked.wrong().forEach(wrong -> System.out.println("WRONG " + wrong));
        report.append("| demo, %s, %d sentences, 5 parts | **%.2f %%** | | | | |%n"
                .formatted(language.word(), examples.size(), 100.0 * checked.right() / checked.sentences()));
    }

    /** A thousand turns of one conversation: understanding a sentence, with all that was said before, at both ends of it. */
    private static String longTalk() throws IOException {
        List<Skill> skills = Stream.concat(
                        BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream(),
                        DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream())
                .toList();
        SkillResponder offline = new SkillResponder(
                skills,
                new LocalInterpreter(
                        SkillResponder.intents(skills), BuiltInData.talk().and(DemoSkills.examples())));
        List<Long> nanos = new ArrayList<>();
        Responder timed = new Responder() {
            @Override
            public String name() {
                return offline.name();
            }

            @Override
            public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
                long began = System.nanoTime();
                Response response = offline.respond(step, shown, cancellation, meter);
                if (step.request().messages().getLast() instanceof UserMessage) {
                    nanos.add(System.nanoTime() - began);
                }
                return response;
            }
        };
        String[] said = {
            "where is order A-1001?", "no, A-1002", "I want a refund", "where is order A-1003?", "never mind"
        };
        try (Clda clda = Clda.opens(new SeEngine.Options(Files.createTempDirectory("long-talk-"), timed))) {
            for (int turn = 0; turn < TURNS; turn++) {
                clda.says(said[turn % said.length]);
            }
        }
        return "%nOne conversation of %d turns: a sentence, with what was said before, is understood in %d µs in the turns 101 to 200, and in %d µs in the last hundred (medians).%n"
                .formatted(TURNS, median(nanos.subList(100, 200)), median(nanos.subList(TURNS - 100, TURNS)));
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1_000;
    }

    private static double right(IntentModel model, List<Example> examples, double threshold) {
        long right = examples.stream()
                .map(example -> {
                    Ranked first = model.rank(example.text()).getFirst();
                    return first.intent().equals(example.intent()) && first.confidence() >= threshold;
                })
                .filter(Boolean::booleanValue)
                .count();
        return 100.0 * right / examples.size();
    }

    private void measure(String set, IntentModel model, long began, List<Example> test) {
        Duration taught = Duration.ofNanos(System.nanoTime() - began);
        double right = right(model, test, 0);
        long[] nanos = new long[test.size()];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            model.rank(test.get(i).text());
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        report.append("| %s, %d sentences | **%.2f %%** | %.1f s | %d × %d | %d µs | %d µs |%n"
                .formatted(
                        set,
                        test.size(),
                        right,
                        taught.toMillis() / 1_000.0,
                        model.features(),
                        model.intents(),
                        nanos[nanos.length / 2] / 1_000,
                        nanos[nanos.length * 99 / 100] / 1_000));
    }
}
