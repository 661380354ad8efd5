package clda.llm.http;

import clda.campaign.Campaigns;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.MessagesSpeech;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.ResponsesSpeech;
import clda.kit.speech.Said;
import clda.kit.speech.Speech;
import clda.llm.ModelProfile;
import clda.llm.anthropic.Messages;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.Responses;
import clda.llm.preset.Presets;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What each token of a stream costs in our layers, one after the other on one thread: time of the processor and bytes allocated. */
public final class StreamCost {

    private static final int TOKENS = 400;
    private static final int ANSWERS = 500;
    private static final int ROUNDS = 7;

    private interface Work {
        void read(byte[] answer) throws IOException;
    }

    private record Cost(double nanos, double bytes) {}

    private StreamCost() {}

    private static Map<String, Work> layers(Dialect dialect) {
        Map<String, Work> layers = new LinkedHashMap<>();
        layers.put("bytes, 8 KB at a time", answer -> {
            byte[] buffer = new byte[8_192];
            try (InputStream in = new ByteArrayInputStream(answer)) {
                while (in.read(buffer) >= 0) {
                    // Only read.
                }
            }
        });
        Events nothing = new Events() {
            @Override
            public boolean accept(byte[] buffer, int from, int length) {
                return true;
            }

            @Override
            public void caughtUp() {}
        };
        layers.put("and events", answer -> frames(dialect, answer, nothing));
        layers.put("and what they say, shown piece by piece", answer -> {
            Draft draft = new Draft("m");
            Dialect.Reader reader = dialect.reader(draft);
            frames(dialect, answer, new Events() {
                @Override
                public boolean accept(byte[] buffer, int from, int length) throws IOException {
                    reader.event(buffer, from, length);
                    draft.news();
                    return true;
                }

                @Override
                public void caughtUp() {}
            });
            draft.reply().at(ModelProfile.Price.FREE);
        });
        return layers;
    }

    private static void frames(Dialect dialect, byte[] answer, Events events) throws IOException {
        InputStream in = new ByteArrayInputStream(answer);
        switch (dialect.framing()) {
            case SERVER_SENT_EVENTS -> ServerSentEvents.read(in, events);
            case JSON_LINES -> JsonLines.read(in, events);
        }
    }

    private static Cost measure(Work work, byte[] answer) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] nanos = new double[ROUNDS];
        double bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < ANSWERS; i++) {
                work.read(answer);
            }
            nanos[round] = (threads.getCurrentThreadCpuTime() - cpu) / (double) (ANSWERS * TOKENS);
            bytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) (ANSWERS * TOKENS);
        }
        Arrays.sort(nanos);
        return new Cost(nanos[ROUNDS / 2], bytes);
    }

    /** @param args report */
    public static void main(String[] args) throws Exception {
        String[] pieces = new String[TOKENS];
        Arrays.setAll(pieces, i -> i % 5 == 0 ? " 世界" : " word");
        Said said = Said.text(pieces);
        Map<Speech, Dialect> dialects = new LinkedHashMap<>();
        dialects.put(
                new ChatCompletionsSpeech(),
                new ChatCompletions(null, "m", null, null, Presets.builtIn().named(Presets.BASE)));
        dialects.put(
                new ResponsesSpeech(),
                new Responses(null, "m", null, null, Presets.builtIn().named("openai-responses")));
        dialects.put(
                new MessagesSpeech(),
                new Messages(null, "m", null, 1_000, null, Presets.builtIn().named("anthropic")));
        dialects.put(
                new OllamaSpeech(),
                new OllamaChat(null, "m", null, 8_000, null, Presets.builtIn().named("ollama-chat")));
        StringBuilder report = new StringBuilder("# What a streamed token costs\n\n");
        report.append(LocalDate.now(Clock.systemUTC()))
                .append(", Java ")
                .append(Runtime.version())
                .append(", one thread, answers of ")
                .append(TOKENS)
                .append(" tokens, median of ")
                .append(ROUNDS)
                .append(" rounds. `" + Campaigns.command()
                        + "`\n\n| dialect | layer | ns of processor | bytes allocated |\n|---|---|---|---|\n");
        for (Map.Entry<Speech, Dialect> each : dialects.entrySet()) {
            byte[] answer = each.getKey().of(said).bytes();
            for (Map.Entry<String, Work> layer : layers(each.getValue()).entrySet()) {
                Cost cost = measure(layer.getValue(), answer);
                report.append(String.format(
                        Locale.ROOT,
                        "| %s, %d bytes a token | %s | %.0f | %.0f |%n",
                        each.getValue().getClass().getSimpleName(),
                        answer.length / TOKENS,
                        layer.getKey(),
                        cost.nanos,
                        cost.bytes));
            }
        }
        Files.writeString(Path.of(args[0]), report);
    }
}
