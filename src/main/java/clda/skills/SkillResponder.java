package clda.skills;

import clda.agent.Responder;
import clda.conversation.Frame;
import clda.conversation.SpokenWords;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.Said;
import clda.nlu.Widths;
import clda.tools.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Repertoire repertoire;
    private final Interpreter interpreter;
    private final FrameRules rules;
    private final ProposalRules proposalRules;
    private final Wording wording;
    private final OutcomeWording outcomeWording;

    /** @param interpreter which knows {@link #intents} of the skills */
    public SkillResponder(List<Skill> skills, Interpreter interpreter) {
        this.repertoire = new Repertoire(skills);
        this.interpreter = interpreter;
        this.rules = new FrameRules(repertoire, interpreter);
        this.proposalRules = new ProposalRules(repertoire);
        this.wording = new Wording(repertoire);
        this.outcomeWording = new OutcomeWording(repertoire);
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

    ProposalRules proposalRules() {
        return proposalRules;
    }

    Wording wording() {
        return wording;
    }

    /** @param why it stands in for a model; null if it does not */
    private Response answer(Step step, TextSink shown, @Nullable ModelFailure why) {
        ModelRequest request = step.request();
        History history = new History(request.messages());
        List<ModelMessage> turn = history.turn();
        if (turn.getFirst() instanceof NoticeMessage notice) {
            Language language = Language.of(notice.said());
            return say(outcomeWording.ofNotice(notice, language), null, List.of(), shown, why, language);
        }
        if (turn.size() == 1 && request.shows()) {
            unlessOverBudget(why);
            Language language = history.language();
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
        History history = new History(request.messages());
        String written = Widths.narrowed(((UserMessage) history.turn().getFirst()).text());
        Map<String, ToolDefinition> tools =
                request.tools().stream().collect(Collectors.toMap(ToolDefinition::name, tool -> tool));
        return new Heard(Said.of(written), interpreter.interpret(written), history.language(), tools);
    }

    /** Does what the frames decided. */
    Response carryOut(Move move, Step step, TextSink shown, @Nullable ModelFailure why) {
        Language language = new History(step.request().messages()).language();
        Move.Meant meant = move.meant();
        IntentRecognized recognized = recognised(meant, move, language);
        return switch (move) {
            case Move.Act act -> {
                List<ModelReply.ProposedCall> calls = Stream.concat(Stream.of(meant), act.further().stream())
                        .map(each -> call(each, language))
                        .toList();
                String unclear = wording.unclear(act.unclear(), language);
                shown.text(unclear);
                yield new Response(ModelReply.calls(NAME, calls).with(unclear, calls), false, recognized, List.of());
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
            Optional<String> done = outcomeWording.ofCallLike(asked, request.messages(), language);
            if (done.isPresent()) {
                return done.get() + wording.backTo(say.frames(), language);
            }
        }
        return wording.of(say, repertoire.servedBy(request.tools()), language);
    }

    private ModelReply.ProposedCall call(Move.Meant meant, Language language) {
        Skill skill = repertoire.skill(meant.intent());
        return new ModelReply.ProposedCall(skill.tool(), skill.arguments(meant.slots(), language));
    }

    private IntentRecognized recognised(Move.Meant meant, Move move, Language language) {
        List<SpokenWords> words = new ArrayList<>();
        meant.account().parts().forEach(part -> words.add(new SpokenWords(part.of(), part.words())));
        meant.account().left().forEach(left -> words.add(new SpokenWords(OutcomeWording.LEFT, left.words())));
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
        Language language = new History(step.request().messages()).language();
        List<Frame> left = FrameStack.aside(rules.left(step.dialogue()));
        String text = outcomeWording.ofTurn(turn, step.dialogue().current(), language)
                + wording.backTo(left, language)
                + wording.stillWaiting(step.dialogue().waiting(), language);
        return say(text, null, left, shown, why, language);
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
