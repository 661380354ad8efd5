package clda.llm.offline;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Language;
import java.util.List;
import java.util.stream.Collectors;

/** What is said when no tool is needed. */
final class SmallTalk {

    private SmallTalk() {}

    static List<IntentDefinition> intents() {
        return List.of(
                new IntentDefinition(
                        "greet",
                        List.of(
                                cue("^\\s*(hi|hello|hey|good (morning|afternoon|evening))\\b"),
                                cue("^\\s*(你好|您好|嗨|早上好|下午好|晚上好)")),
                        List.of()),
                new IntentDefinition("thank", List.of(cue("\\b(thanks|thank you)\\b"), cue("谢谢|多谢|感谢")), List.of()),
                new IntentDefinition(
                        "cancel",
                        List.of(
                                cue("^\\s*(never ?mind|forget it|cancel|stop|leave it)\\b.{0,20}$"),
                                cue("^\\s*(算了|取消|不用了|不要了|别管了).{0,10}$")),
                        List.of()),
                new IntentDefinition(
                        "help",
                        List.of(cue("what can you do|\\bhelp\\b|what do you know"), cue("你(会|能)(做|干)?(些)?什么|帮助|怎么用")),
                        List.of()));
    }

    static String standsIn(Language language) {
        return language.choose(
                "The language model cannot be reached right now; this is my built-in understanding answering.",
                "语言模型暂时无法使用，以下由内置理解回答。");
    }

    static String reply(Interpretation understood, List<Skill> skills, Language language) {
        return switch (understood.intent()) {
            case "greet" -> language.choose("Hello! ", "你好！") + canDo(skills, language);
            case "thank" -> language.choose("You are welcome.", "不客气。");
            case "cancel" -> language.choose("All right, I have dropped it.", "好的，已经放下这件事。");
            case "help" -> canDo(skills, language);
            default ->
                language.choose("I cannot do that without a language model. ", "没有语言模型，这件事我做不了。")
                        + canDo(skills, language);
        };
    }

    static String whichOf(List<Skill> alternatives, Language language) {
        return language.choose("Do you want me to:\n\n", "您是想让我：\n\n") + summaries(alternatives, language);
    }

    private static String summaries(List<Skill> skills, Language language) {
        return skills.stream().map(skill -> "- " + skill.summary(language)).collect(Collectors.joining("\n"));
    }

    private static String canDo(List<Skill> skills, Language language) {
        if (skills.isEmpty()) {
            return language.choose("There is nothing that you may have me do.", "目前没有您可以使用的功能。");
        }
        return language.choose("I can:\n\n", "我可以：\n\n") + summaries(skills, language);
    }
}
