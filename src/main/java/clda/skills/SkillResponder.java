package clda.skills;

import clda.agent.Responder;
import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Trigger;
import clda.conversation.ConversationEvent.Words;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.Widths;
import clda.skills.FrameRules.Heard;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A responder that works without a language model, in the language of the last message. It never invents anything: it
 * calls a tool, asks for missing values, reports a tool's result, or says that it cannot do what was asked.
 */
public final class SkillResponder implements Responder {

    /** The label of answers given by skills, used where a model's answer has the model's name. */
    public static final String NAME = "offline";

    /** How the error of a denied call begins, which a model reads. */
    private static final Pattern DENIED = Pattern.compile("^Denied by (\\S+)\\. ?");

    /** Minimum words of a request of its own. */
    private static final int REQUEST_WORDS = 2;

    private static final int REQUEST_CHARACTERS = 3;

    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, Skill> skillOfTool = new LinkedHashMap<>();
    private final Interpreter interpreter;
    private final FrameRules rules;
    private final Wording wording;

    /** @param interpreter which knows {@link #intents} of the skills */
    public SkillResponder(List<Skill> skills, Interpreter interpreter) {
        skills.forEach(skill -> {
            this.skills.put(skill.intent().name(), skill);
            skillOfTool.merge(
                    skill.tool(), skill, (one, other) -> one.intent().name().equals(one.tool()) ? one : other);
        });
        this.interpreter = interpreter;
        this.rules = new FrameRules(this.skills, interpreter);
        this.wording = new Wording(this.skills);
    }

    /** The intents that have to be understood: those of the skills, and small talk. */
    public static List<IntentDefinition> intents(List<Skill> skills) {
        return Stream.concat(skills.stream().map(Skill::intent), SmallTalk.intents().stream())
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Makes no model call. */
    @Override
    public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return answer(step, shown, null);
    }

    /**
     * Answers in place of a model, and says so.
     *
     * @param why no model has answered
     * @throws ModelFailure {@code why}, if it is the budget and a model would have been needed
     */
    Response standIn(Step step, TextSink shown, ModelFailure why) {
        return answer(step, shown, why);
    }

    FrameRules rules() {
        return rules;
    }

    Wording wording() {
        return wording;
    }

    /** @throws NullPointerException if there is none of that intent */
    Skill skill(String intent) {
        return Objects.requireNonNull(skills.get(intent));
    }

    /** @param why it stands in for a model; null if it does not */
    private Response answer(Step step, TextSink shown, @Nullable ModelFailure why) {
        ModelRequest request = step.request();
        List<ModelMessage> turn = sinceOpening(request.messages());
        if (turn.getFirst() instanceof NoticeMessage notice) {
            return say(
                    tell(notice, Language.of(notice.said())), null, List.of(), shown, why, Language.of(notice.said()));
        }
        if (turn.size() == 1 && request.shows()) {
            unlessOverBudget(why);
            Language language = language(request.messages());
            return say(
                    language.choose(
                            "I cannot look at images without a language model. Tell me in words what you need.",
                            "没有语言模型时我无法查看图片，请用文字告诉我您的需要。"),
                    null,
                    List.of(),
                    shown,
                    why,
                    language);
        }
        if (turn.size() > 1) {
            return outcome(step, turn, shown, why);
        }
        Move move = rules.next(hear(request), step.dialogue());
        if (move instanceof Move.Say say && say.about() instanceof Move.NotUnderstood) {
            unlessOverBudget(why);
        }
        return carryOut(move, step, shown, why);
    }

    /** If the budget is the cause, throws it: that is more useful to the user than "not understood". */
    private static void unlessOverBudget(@Nullable ModelFailure why) {
        if (why != null && why.reason() == ModelFailure.Reason.BUDGET) {
            throw why;
        }
    }

    /** The user's sentence and its meaning out of context. */
    Heard hear(ModelRequest request) {
        List<ModelMessage> turn = sinceOpening(request.messages());
        String said = Widths.narrowed(((UserMessage) turn.getFirst()).text());
        Map<String, ToolDefinition> tools =
                request.tools().stream().collect(Collectors.toMap(ToolDefinition::name, tool -> tool));
        return new Heard(said, interpreter.interpret(said), language(request.messages()), tools);
    }

    /** The language of the last thing that a person said in one. */
    static Language language(List<ModelMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String said =
                    switch (messages.get(i)) {
                        case UserMessage user -> user.text();
                        case NoticeMessage notice -> notice.said();
                        default -> "";
                    };
            Optional<Language> spoken = Language.spoken(said);
            if (spoken.isPresent()) {
                return spoken.get();
            }
        }
        return Language.en;
    }

    /** Does what the frames decided. */
    Response carryOut(Move move, Step step, TextSink shown, @Nullable ModelFailure why) {
        Language language = language(step.request().messages());
        Move.Meant meant = move.meant();
        IntentRecognized recognized = recognised(meant, move, language);
        return switch (move) {
            case Move.Act act -> {
                List<ModelReply.ProposedCall> calls = Stream.concat(Stream.of(meant), act.further().stream())
                        .map(each -> call(each, language))
                        .toList();
                yield new Response(ModelReply.calls(NAME, calls), false, recognized, List.of());
            }
            case Move.Say say ->
                say(
                        said(say, step.request(), language)
                                + wording.stillWaiting(step.dialogue().waiting(), language),
                        recognized,
                        say.frames(),
                        shown,
                        why,
                        language);
        };
    }

    private String said(Move.Say say, ModelRequest request, Language language) {
        if (say.about() instanceof Move.Asked asked) {
            Optional<String> done = done(asked, request, language);
            if (done.isPresent()) {
                return done.get() + wording.backTo(say.frames(), language);
            }
        }
        return wording.of(say, usableSkills(request), language);
    }

    /** The outcome of the latest call that resembles the one asked about. */
    private Optional<String> done(Move.Asked asked, ModelRequest request, Language language) {
        Skill skill = skill(asked.intent());
        ObjectNode wanted = skill.arguments(asked.slots(), language);
        Map<String, PastCall> calls = new LinkedHashMap<>();
        String latest = null;
        for (ModelMessage message : request.messages()) {
            if (message instanceof AssistantMessage assistant) {
                assistant.calls().forEach(call -> calls.put(call.callId(), call));
            } else if (message instanceof ToolMessage tool) {
                PastCall call = calls.get(tool.callId());
                if (call != null && call.tool().equals(skill.tool()) && isLike(call, asked, wanted)) {
                    latest = outcome(call, tool.outcome(), skill, language);
                }
            }
        }
        return Optional.ofNullable(latest);
    }

    /** Whether the call has the values that are asked about. */
    private static boolean isLike(PastCall call, Move.Asked asked, ObjectNode wanted) {
        return asked.slots().keySet().stream().allMatch(name -> wanted.path(name)
                .asText()
                .equals(call.arguments().path(name).asText()));
    }

    private ModelReply.ProposedCall call(Move.Meant meant, Language language) {
        Skill skill = skill(meant.intent());
        return new ModelReply.ProposedCall(skill.tool(), skill.arguments(meant.slots(), language));
    }

    private IntentRecognized recognised(Move.Meant meant, Move move, Language language) {
        List<Words> words = new ArrayList<>();
        meant.account().parts().forEach(part -> words.add(new Words(part.of(), part.words())));
        meant.account().left().forEach(left -> words.add(new Words("left", left.words())));
        String means = move instanceof Move.Act act
                ? Stream.concat(Stream.of(meant), act.further().stream())
                        .map(each -> wording.means(each.intent(), each.slots(), language))
                        .collect(Collectors.joining(language.choose("; ", "；")))
                : null;
        return new IntentRecognized(
                meant.intent(),
                meant.confidence(),
                meant.slots(),
                meant.source(),
                interpreter.version(),
                words.isEmpty() ? null : words,
                means);
    }

    private Response outcome(Step step, List<ModelMessage> turn, TextSink shown, @Nullable ModelFailure why) {
        Language language = language(step.request().messages());
        IntentRecognized about = step.dialogue().current();
        List<Frame> left = FrameRules.aside(rules.left(step.dialogue(), about == null ? null : about.intent()));
        String outcome = outcomes(turn, about, language) + leftUndone(about, language);
        String whole = outcome + wording.backTo(left, language);
        return say(whole + wording.stillWaiting(step.dialogue().waiting(), language), null, left, shown, why, language);
    }

    /** Words that were not acted on but may have been a separate request. */
    private static String leftUndone(@Nullable IntentRecognized about, Language language) {
        List<String> left = about == null || about.words() == null
                ? List.of()
                : about.words().stream()
                        .filter(words -> words.of().equals("left") && mayBeARequest(words.said()))
                        .map(Words::said)
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

    /** The messages of the turn in progress, starting with the one that opened it. */
    static List<ModelMessage> sinceOpening(List<ModelMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage || messages.get(i) instanceof NoticeMessage) {
                return messages.subList(i, messages.size());
            }
        }
        throw new IllegalArgumentException("the history has no message that opens a turn");
    }

    private String tell(NoticeMessage notice, Language language) {
        Trigger about = notice.about();
        if (about.tool() == null || about.arguments() == null || about.outcome() == null) {
            return language.choose("Reminder: ", "提醒您：") + notice.said();
        }
        String outcome = outcome(
                new PastCall(about.reference(), about.tool(), about.arguments()),
                about.outcome(),
                skill(about.tool(), null),
                language);
        return notice.said() + "\n\n" + outcome;
    }

    private List<Skill> usableSkills(ModelRequest request) {
        return request.tools().stream()
                .flatMap(tool ->
                        skills.values().stream().filter(skill -> skill.tool().equals(tool.name())))
                .toList();
    }

    /** The outcomes of the calls of this turn. */
    private String outcomes(List<ModelMessage> turn, @Nullable IntentRecognized about, Language language) {
        Map<String, PastCall> calls = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        for (ModelMessage message : turn) {
            if (message instanceof AssistantMessage assistant) {
                assistant.calls().forEach(call -> calls.put(call.callId(), call));
            } else if (message instanceof ToolMessage tool) {
                PastCall call = calls.get(tool.callId());
                parts.add(call == null ? "" : outcome(call, tool.outcome(), skill(call.tool(), about), language));
            }
        }
        return String.join("\n\n", parts);
    }

    /** The skill that a call was made for. */
    private @Nullable Skill skill(String tool, @Nullable IntentRecognized about) {
        Skill meant = about == null ? null : skills.get(about.intent());
        return meant != null && meant.tool().equals(tool) ? meant : skillOfTool.get(tool);
    }

    private static String outcome(PastCall call, JsonNode outcome, @Nullable Skill skill, Language language) {
        if (outcome.path("outcome").asText().equals("unknown")) {
            return language.choose(
                    "I do not know whether this was done: there was no answer. Somebody has to check it (reference "
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

    private Response say(
            String text,
            @Nullable IntentRecognized recognized,
            List<Frame> frames,
            TextSink shown,
            @Nullable ModelFailure why,
            Language language) {
        String whole = why != null ? Wording.standsIn(why, language) + "\n\n" + text : text;
        // In pieces, as a model sends it, so that readers get the same kind of stream.
        for (int from = 0; from < whole.length(); ) {
            int to = pieceEnd(whole, from);
            shown.text(whole.substring(from, to));
            from = to;
        }
        return new Response(ModelReply.text(NAME, whole, null), false, recognized, frames);
    }

    private static int pieceEnd(String text, int from) {
        int space = text.indexOf(' ', Math.min(text.length(), from + 12));
        int newline = text.indexOf('\n', Math.min(text.length(), from + 12));
        int end = space < 0 ? newline : newline < 0 ? space : Math.min(space, newline);
        return end < 0 ? text.length() : end + 1;
    }
}
