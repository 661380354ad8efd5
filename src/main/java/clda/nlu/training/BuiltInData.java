package clda.nlu.training;

/** The training data that comes with the server. */
public final class BuiltInData {

    private BuiltInData() {}

    /** What people say beside tools: greetings, thanks, reminders, what is out of scope. */
    public static TrainingData talk() {
        return TrainingYaml.resources(BuiltInData.class, "/nlu/talk-en.yml", "/nlu/talk-zh.yml");
    }

    /** How people ask for something to be done, and how they speak of it without asking. */
    public static RequestExamples requests() {
        return requests("requests-en.yml").and(requests("requests-zh.yml"));
    }

    private static RequestExamples requests(String name) {
        return RequestExamples.read(name, TrainingYaml.text(BuiltInData.class, "/nlu/" + name));
    }
}
