package clda.nlu.training;

/** The training data that comes with the server. */
public final class BuiltInData {

    private BuiltInData() {}

    /** Sentences that are not about tools: greetings, thanks, reminders, and sentences out of scope. */
    public static TrainingData talk() {
        return TrainingYaml.resources(BuiltInData.class, "/nlu/talk-en.yml", "/nlu/talk-zh.yml");
    }

    /** Sentences that ask for something to be done, and sentences that only mention it. */
    public static RequestExamples requests() {
        return requests("requests-en.yml").and(requests("requests-zh.yml"));
    }

    private static RequestExamples requests(String name) {
        return RequestExamples.read(name, TrainingYaml.text(BuiltInData.class, "/nlu/" + name));
    }
}
