package clda.skills;

import clda.agent.WhyNoAnswer;
import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.llm.ModelFailure;
import clda.nlu.Language;
import clda.skills.Move.About;
import clda.skills.Move.Refusal;
import clda.tools.ArgumentCheck.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentences that express the frames' decisions. */
final class Wording {

    /** Number of unusable answers after which ways out are offered. */
    private static final int PATIENCE = 2;

    private final Repertoire repertoire;

    Wording(Repertoire repertoire) {
        this.repertoire = repertoire;
    }

    /** @param why no model answers */
    static String standsIn(ModelFailure why, Language language) {
        if (why.reason() == ModelFailure.Reason.BUDGET) {
            return language.choose(
                    "Not enough is left of the budget for the language model; this is my built-in understanding answering.",
                    "语言模型的剩余额度不足，以下由内置理解回答。");
        }
        return WhyNoAnswer.sentence(why.reason(), language)
                + language.choose(" This is my built-in understanding answering.", "以下由内置理解回答。");
    }

    /** @param usable the skills that the user may use */
    String of(Move.Say say, Collection<Skill> usable, Language language) {
        String about = about(say.about(), usable, language);
        if (say.frames().isEmpty() || say.about() instanceof Move.WhichOf) {
            return about;
        }
        String question = question(say.frames().getLast(), language);
        return switch (say.about()) {
            case Move.Nothing nothing -> question;
            // The question is about a different topic from the sentence before it.
            case Move.Dropped dropped -> about + backTo(say.frames(), language);
            case Move.Declined declined -> about + backTo(say.frames(), language);
            case Move.Asked asked -> about + backTo(say.frames(), language);
            case Move.SmallTalk talk -> about + backTo(say.frames(), language);
            case Move.NotUnderstood not -> about + backTo(say.frames(), language);
            default -> about.isEmpty() ? question : about + language.choose(" ", "") + question;
        };
    }

    /** Names the requests that wait for approval while the user talks about something else; empty if there are none. */
    String stillWaiting(List<IntentRecognized> waiting, Language language) {
        if (waiting.isEmpty()) {
            return "";
        }
        String what = waiting.stream()
                .map(each ->
                        repertoire.has(each.intent()) ? means(each.intent(), each.slots(), language) : each.intent())
                .collect(Collectors.joining(language.choose("; ", "；")));
        return language.choose("\n\nStill waiting for approval: " + what + ".", "\n\n仍在等待批准：" + what + "。");
    }

    /**
     * Returns, in a separate paragraph, to the question that was open before the topic changed; empty if there was none or
     * if it has been repeated once already.
     */
    String backTo(List<Frame> frames, Language language) {
        if (frames.isEmpty() || frames.getLast().rests()) {
            return "";
        }
        Frame frame = frames.getLast();
        String name = repertoire.skill(frame.intent()).name(language);
        return language.choose("\n\nBack to " + name + ": ", "\n\n回到" + name + "：") + question(frame, language);
    }

    private String question(Frame frame, Language language) {
        Skill skill = repertoire.skill(frame.intent());
        if (!frame.asksWhether()) {
            return skill.question(frame.missing(), frame.slots(), language);
        }
        String means = means(frame.intent(), frame.slots(), language);
        return language.choose("Should I do this: " + means + "?", "要办理" + means + "吗？");
    }

    /** Describes the action with every value that was given. */
    String means(String intent, Map<String, SlotValue> slots, Language language) {
        Skill skill = repertoire.skill(intent);
        String values = given(skill, slots, language);
        String name = skill.name(language);
        return values.isEmpty() ? name : language.choose(name + " (" + values + ")", name + "（" + values + "）");
    }

    private static String given(Skill skill, Map<String, SlotValue> slots, Language language) {
        return skill.intent().slots().stream()
                .flatMap(slot -> Optional.ofNullable(slots.get(slot.name()))
                        .filter(value -> !value.raw().isEmpty())
                        .map(value -> skill.inWords(slot.name(), value.value(), language))
                        .stream())
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(language.choose(", ", "，")));
    }

    private String about(About about, Collection<Skill> usable, Language language) {
        return switch (about) {
            case Move.Nothing nothing -> "";
            case Move.Dropped dropped -> language.choose("All right, I have dropped it.", "好的，这件事先不办了。");
            case Move.NothingOpen open ->
                language.choose(
                        "There is nothing to drop. If something that was done can be undone, it has an Undo button.",
                        "现在没有正在办理的事。已完成的操作如果可以撤销，会带有“撤销”按钮。");
            case Move.StartedOver over -> language.choose("From the beginning, then.", "好的，重新来。");
            case Move.NoAnswer none -> noAnswer(none.times(), language);
            case Move.Changed changed -> changed(changed, language);
            case Move.Unfit unfit ->
                unfit.values().values().stream()
                        .map(refusal -> refused(refusal, language))
                        .collect(Collectors.joining(language.choose(" ", "")));
            case Move.SmallTalk talk -> smallTalk(talk.intent(), usable, language);
            case Move.Declined declined ->
                language.choose(
                        "All right, nothing is done: " + means(declined.intent(), declined.slots(), language) + ".",
                        "好的，不会办理：" + means(declined.intent(), declined.slots(), language) + "。");
            case Move.Asked asked ->
                language.choose(
                        "As far as I can see in this conversation, this was not done: "
                                + means(asked.intent(), asked.slots(), language) + ".",
                        "就我在这个对话里看到的，没有办理过：" + means(asked.intent(), asked.slots(), language) + "。");
            case Move.Doubt doubt -> doubt.sentence();
            case Move.Unclear unclear -> notSure(unclear.words(), language);
            case Move.WhichOf which ->
                language.choose("Do you want me to:\n\n", "您是想让我：\n\n") + numbered(which.intents(), language);
            case Move.NotUnderstood not ->
                language.choose("I cannot do that without a language model. ", "没有语言模型，这件事我做不了。")
                        + canDo(usable, language);
        };
    }

    /** What is said before a call is shown although words of the sentence are unclear; empty if there are none. */
    String unclear(List<String> words, Language language) {
        return words.isEmpty()
                ? ""
                : notSure(words, language) + language.choose(" Please look closely at what you approve.", "批准前请仔细核对。");
    }

    private static String notSure(List<String> words, Language language) {
        return language.choose(
                "I am not sure what to make of \"" + String.join("\", \"", words) + "\".",
                "我不确定“" + String.join("”“", words) + "”的意思。");
    }

    private String changed(Move.Changed changed, Language language) {
        String values = given(repertoire.skill(changed.intent()), changed.slots(), language);
        return values.isEmpty() ? "" : language.choose("Changed to " + values + ".", "已改为 " + values + "。");
    }

    private static String noAnswer(int times, Language language) {
        String plain = language.choose("I did not find an answer in that.", "我没有从中找到答案。");
        return times < PATIENCE
                ? plain
                : plain
                        + language.choose(
                                " You can say \"never mind\" to drop it, or ask for a person.", "您可以说“算了”来放弃，或者要求转人工。");
    }

    private static String refused(Refusal refusal, Language language) {
        Violation why = refusal.why();
        String value = refusal.value();
        return switch (why.rule()) {
            case "minimum", "exclusiveMinimum" ->
                language.choose(
                        "\"" + value + "\" is too little: at least " + why.limit() + ".",
                        "“" + value + "”太小了，至少 " + why.limit() + "。");
            case "maximum", "exclusiveMaximum" ->
                language.choose(
                        "\"" + value + "\" is too much: at most " + why.limit() + ".",
                        "“" + value + "”太大了，最多 " + why.limit() + "。");
            case "maxLength" ->
                language.choose(
                        "That is too long: at most " + why.limit() + " characters.", "太长了，最多 " + why.limit() + " 个字符。");
            default -> language.choose("\"" + value + "\" does not fit here.", "“" + value + "”不符合要求。");
        };
    }

    private String smallTalk(String intent, Collection<Skill> usable, Language language) {
        return switch (intent) {
            case "greet" -> language.choose("Hello! ", "您好！") + canDo(usable, language);
            case "thank" -> language.choose("You are welcome.", "不客气。");
            default -> canDo(usable, language);
        };
    }

    private static String canDo(Collection<Skill> usable, Language language) {
        if (usable.isEmpty()) {
            return language.choose("There is nothing I can do for this account.", "目前没有您可以使用的功能。");
        }
        return language.choose("I can:\n\n", "我可以：\n\n")
                + usable.stream().map(skill -> "- " + skill.summary(language)).collect(Collectors.joining("\n"));
    }

    private String numbered(List<String> intents, Language language) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < intents.size(); i++) {
            list.append(i == 0 ? "" : "\n").append(i + 1).append(". ");
            list.append(repertoire.skill(intents.get(i)).summary(language));
        }
        return list.toString();
    }
}
