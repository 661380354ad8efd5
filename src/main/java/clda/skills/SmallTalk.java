package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition;
import java.util.List;

/** Small talk: what people say besides what they want. */
final class SmallTalk {

    private SmallTalk() {}

    static List<IntentDefinition> intents() {
        return List.of(
                new IntentDefinition(
                        "greet",
                        List.of(
                                cue(
                                        "^\\s*(hi|hello|hey|good (morning|afternoon|evening))( (there|again|all|everyone))?\\W*$"),
                                cue("^\\s*(你好|您好|嗨|早上好|下午好|晚上好)[啊呀]?[\\s，。！!]*$")),
                        List.of()),
                new IntentDefinition(
                        "thank",
                        List.of(
                                cue("^\\W*((many )?thanks|thank you)( (a lot|so much|very much|again))?\\W*$"),
                                cue("^\\W*(好的?[，, ]*)?(非常|十分)?(谢谢|多谢|感谢)(你|您|啊|了)?[\\s，。！!]*$")),
                        List.of()),
                new IntentDefinition("cancel", List.of(), List.of()),
                new IntentDefinition(
                        "help",
                        List.of(
                                cue("^\\W*(what can you do|(i need )?help( me)?|what do you know)( for me)?\\W*$"),
                                cue("你(会|能)(做|干)?(些)?什么|^\\W*帮助\\W*$|^.{0,4}怎么用[？?]?$")),
                        List.of()));
    }
}
