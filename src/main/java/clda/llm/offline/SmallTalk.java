package clda.llm.offline;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition;
import java.util.List;

/** What people say beside what they want. */
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
                new IntentDefinition("cancel", List.of(), List.of()),
                new IntentDefinition(
                        "help",
                        List.of(cue("what can you do|\\bhelp\\b|what do you know"), cue("你(会|能)(做|干)?(些)?什么|帮助|怎么用")),
                        List.of()));
    }
}
