package clda.skills;

import clda.conversation.SpokenWords;
import clda.conversation.Trigger;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.PastCall;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences that report what came of calls, and what was not done. */
final class OutcomeWording {

    /** The role of words, as it is logged, that were left over. */
    static final String LEFT = "left";

    /** How the error of a denied call begins, which a model reads. */
    private static final Pattern DENIED = Pattern.compile("^Denied by (\\S+)\\. ?");

    /** Minimum words of a request of its own. */
    private static final int REQUEST_WORDS = 2;

    /** The same in Chinese characters. */
    private static final int REQUEST_CHARACTERS = 3;

    private final Repertoire repertoire;

    OutcomeWording(Repertoire repertoire) {
        this.repertoire = repertoire;
    }

    /**
     * Reports the calls of a turn, and words that may have asked for something more.
     *
     * @param about the intent of the turn; null if it is not known
     */
    String ofTurn(List<ModelMessage> turn, @Nullable IntentRecognized about, Language language) {
        String intent = about == null ? null : about.intent();
        String outcomes = SettledCall.in(turn).stream()
                .map(settled -> outcome(settled, intent, language))
                .collect(Collectors.joining("\n\n"));
        return outcomes + leftUndone(about, language);
    }

    /** Words that were not acted on but may have been a separate request. */
    private static String leftUndone(@Nullable IntentRecognized about, Language language) {
        List<String> left = about == null || about.words() == null
                ? List.of()
                : about.words().stream()
                        .filter(words -> words.of().equals(LEFT) && mayBeARequest(words.said()))
                        .map(SpokenWords::said)
                        .toList();
        return left.isEmpty()
                ? ""
                : language.choose(
                        "\n\nI have done nothing about \"" + String.join("\", \"", left) + "\".",
                        "\n\n没有处理“" + String.join("”“", left) + "”。");
    }

    private static boolean mayBeARequest(String words) {
        return words.codePoints().anyMatch(Character::isDigit)
                || words.split("\\s+").length >= REQUEST_WORDS
                || words.codePoints().filter(Character::isIdeographic).count() >= REQUEST_CHARACTERS;
    }

    /** Says what the server has to tell: a reminder, or what came of a call that was still open. */
    String ofNotice(NoticeMessage notice, Language language) {
        Trigger about = notice.about();
        if (about.kind() == Trigger.Kind.EVENT) {
            return language.choose("A message from another system: ", "其他系统的消息：") + notice.said();
        }
        if (about.tool() == null || about.arguments() == null || about.outcome() == null) {
            return language.choose("Reminder: ", "提醒您：") + notice.said();
        }
        PastCall call = new PastCall(about.reference(), about.tool(), about.arguments());
        return notice.said() + "\n\n" + outcome(new SettledCall(call, about.outcome()), null, language);
    }

    /** Reports the latest call that resembles the one asked about; empty if there is none. */
    Optional<String> ofCallLike(Move.Asked asked, List<ModelMessage> messages, Language language) {
        Skill skill = repertoire.skill(asked.intent());
        ObjectNode wanted = skill.arguments(asked.slots(), language);
        for (SettledCall settled : SettledCall.in(messages).reversed()) {
            PastCall call = settled.call();
            if (call != null && call.tool().equals(skill.tool()) && isLike(call, asked, wanted)) {
                return Optional.of(outcome(call, settled.outcome(), skill, language));
            }
        }
        return Optional.empty();
    }

    /** Whether the call has the values that are asked about. */
    private static boolean isLike(PastCall call, Move.Asked asked, ObjectNode wanted) {
        return asked.slots().keySet().stream().allMatch(name -> wanted.path(name)
                .asText()
                .equals(call.arguments().path(name).asText()));
    }

    private String outcome(SettledCall settled, @Nullable String intent, Language language) {
        PastCall call = settled.call();
        return call == null ? "" : outcome(call, settled.outcome(), repertoire.caller(call.tool(), intent), language);
    }

    private static String outcome(PastCall call, JsonNode outcome, @Nullable Skill skill, Language language) {
        if (outcome.path("outcome").asText().equals("unknown")) {
            return language.choose(
                    "I do not know whether this was done: there was no answer. Someone has to check it (reference "
                            + outcome.path("reference").asText() + "). I have not tried again.",
                    "我不知道这件事是否已经完成：对方没有回应，需要有人核实（编号 "
                            + outcome.path("reference").asText() + "）。我没有重试。");
        }
        if (outcome.path("outcome").asText().equals("done") && outcome.has("checkedBy")) {
            return language.choose("It was done after all.", "核实结果：已经完成。");
        }
        String error = outcome.path("error").asText();
        String message = outcome.path("message").asText();
        switch (error) {
            case "":
                return skill == null ? outcome.toString() : skill.answer(call.arguments(), outcome, language);
            case "denied":
                return language.choose(
                        "It was not approved, so nothing was done. " + message,
                        "未获批准，因此没有执行。" + DENIED.matcher(message).replaceFirst("由 $1 拒绝。"));
            case "too_much":
                return language.choose("That would be too much: " + message, "这超出了限额，因此没有执行。");
            case "not_done":
                return language.choose("It was not done.", "核实结果：没有完成。");
            case "cancelled":
                return language.choose("It was stopped.", "已停止。");
            case "expired":
                return language.choose("Nobody approved it in time, so nothing was done.", "没有人在规定时间内批准，因此没有执行。");
            default:
                String why = skill == null
                        ? message
                        : skill.failure(error, call.arguments(), language).orElse(message);
                return language.choose("That did not work: " + why, "没有成功：" + why);
        }
    }
}
