package clda.llm.offline;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Source;
import clda.conversation.ConversationEvent.Trigger;
import clda.llm.Cancellation;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRouter;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.TrainingData;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers without a language model, in the language of the last message. It never invents: it calls a tool, asks for what is
 * missing, says what a tool returned, or says that it cannot do what was asked.
 */
public final class OfflineModelClient implements ModelRouter.LastResort {

    public static final String NAME = "offline";

    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Interpreter interpreter;

    /** @param examples of what people say, for wordings that no skill has a cue for */
    public OfflineModelClient(List<Skill> skills, TrainingData examples) {
        skills.forEach(skill -> this.skills.put(skill.intent().name(), skill));
        List<IntentDefinition> intents = Stream.concat(skills.stream().map(Skill::intent), SmallTalk.intents().stream())
                .toList();
        this.interpreter = new LocalInterpreter(intents, examples);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return respond(request, shown, false);
    }

    @Override
    public ModelReply standIn(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return respond(request, shown, true);
    }

    private ModelReply respond(ModelRequest request, TextSink shown, boolean standsIn) {
        List<ModelMessage> turn = sinceOpening(request.messages());
        if (turn.getFirst() instanceof NoticeMessage notice) {
            Language language = Language.of(notice.said());
            return say(tell(notice, language), null, null, shown, standsIn, language);
        }
        String said = ((UserMessage) turn.getFirst()).text();
        Language language = Language.of(said);
        if (turn.size() > 1) {
            return say(outcomes(turn, language), null, null, shown, standsIn, language);
        }
        Interpretation understood = interpreter.interpret(said, request.openFrame());
        IntentRecognized recognized =
                new IntentRecognized(understood.intent(), understood.confidence(), understood.slots(), Source.local);
        Skill skill = skills.get(understood.intent());
        boolean usable = skill != null
                && request.tools().stream().anyMatch(tool -> tool.name().equals(understood.intent()));
        if (skill == null || !usable) {
            List<Skill> usableSkills = usableSkills(request);
            List<Skill> alternatives = usableSkills.stream()
                    .filter(one ->
                            understood.alternatives().contains(one.intent().name()))
                    .toList();
            String text = alternatives.isEmpty()
                    ? SmallTalk.reply(understood, usableSkills, language)
                    : SmallTalk.whichOf(alternatives, language);
            return say(text, recognized, null, shown, standsIn, language);
        }
        if (!understood.missing().isEmpty()) {
            Frame frame = new Frame(understood.intent(), understood.slots(), understood.missing());
            String question = skill.question(understood.missing(), understood.slots(), language);
            return say(question, recognized, frame, shown, standsIn, language);
        }
        ModelReply.ProposedCall call =
                new ModelReply.ProposedCall(understood.intent(), skill.arguments(understood.slots(), language));
        return new ModelReply(NAME, "", List.of(call), null, false, recognized, null);
    }

    private static List<ModelMessage> sinceOpening(List<ModelMessage> messages) {
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
        String outcome =
                outcome(new PastCall(about.reference(), about.tool(), about.arguments()), about.outcome(), language);
        return notice.said() + "\n\n" + outcome;
    }

    private List<Skill> usableSkills(ModelRequest request) {
        return request.tools().stream()
                .map(tool -> skills.get(tool.name()))
                .filter(skill -> skill != null)
                .collect(Collectors.toList());
    }

    /** What came of the calls of this turn. */
    private String outcomes(List<ModelMessage> turn, Language language) {
        Map<String, PastCall> calls = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        for (ModelMessage message : turn) {
            if (message instanceof AssistantMessage assistant) {
                assistant.calls().forEach(call -> calls.put(call.callId(), call));
            } else if (message instanceof ToolMessage tool) {
                PastCall call = calls.get(tool.callId());
                parts.add(call == null ? "" : outcome(call, tool.outcome(), language));
            }
        }
        return String.join("\n\n", parts);
    }

    private String outcome(PastCall call, JsonNode outcome, Language language) {
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
                Skill skill = skills.get(call.tool());
                return skill == null ? outcome.toString() : skill.answer(call.arguments(), outcome, language);
            case "denied":
                return language.choose(
                        "It was not approved, so nothing was done. " + message, "未获批准，因此没有执行。" + message);
            case "not_done":
                return language.choose("It was not done.", "核实结果：没有完成。");
            case "cancelled":
                return language.choose("It was stopped.", "已停止。");
            case "expired":
                return language.choose("Nobody approved it in time, so nothing was done.", "没有人在规定时间内批准，因此没有执行。");
            default:
                return language.choose("That did not work: " + message, "没有成功：" + message);
        }
    }

    private ModelReply say(
            String text,
            @Nullable IntentRecognized recognized,
            @Nullable Frame frame,
            TextSink shown,
            boolean standsIn,
            Language language) {
        String whole = standsIn ? SmallTalk.standsIn(language) + "\n\n" + text : text;
        // In pieces, as a model would: whoever reads along sees the same kind of stream.
        for (int from = 0; from < whole.length(); ) {
            int to = pieceEnd(whole, from);
            shown.text(whole.substring(from, to));
            from = to;
        }
        return new ModelReply(NAME, whole, List.of(), null, false, recognized, frame);
    }

    private static int pieceEnd(String text, int from) {
        int space = text.indexOf(' ', Math.min(text.length(), from + 12));
        int newline = text.indexOf('\n', Math.min(text.length(), from + 12));
        int end = space < 0 ? newline : newline < 0 ? space : Math.min(space, newline);
        return end < 0 ? text.length() : end + 1;
    }
}
