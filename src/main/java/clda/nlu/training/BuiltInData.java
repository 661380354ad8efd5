package clda.nlu.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The training data that comes with the server. */
public final class BuiltInData {

    private BuiltInData() {}

    /** What people say beside tools: greetings, thanks, reminders, what is out of scope. */
    public static TrainingData talk() {
        return read("talk-en.yml").and(read("talk-zh.yml"));
    }

    /** What people say to the tools of the demo. */
    public static TrainingData demo() {
        return read("demo-en.yml").and(read("demo-zh.yml"));
    }

    /** How people ask for something to be done, and how they speak of it without asking. */
    public static RequestExamples requests() {
        return RequestExamples.read("requests-en.yml", text("requests-en.yml"))
                .and(RequestExamples.read("requests-zh.yml", text("requests-zh.yml")));
    }

    private static TrainingData read(String name) {
        return TrainingYaml.read(name, text(name));
    }

    private static String text(String name) {
        try (InputStream in = BuiltInData.class.getResourceAsStream("/nlu/" + name)) {
            if (in == null) {
                throw new IllegalStateException("/nlu/" + name + " is missing from the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
