package clda.meaning;

import clda.agent.ModelResponder;
import clda.agent.Responder;
import clda.agent.Responder.Response;
import clda.agent.Responder.Step;
import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.demo.DemoSkills;
import clda.demo.Inbox;
import clda.demo.Mail;
import clda.demo.Orders;
import clda.demo.Refunds;
import clda.demo.Sales;
import clda.demo.Statements;
import clda.demo.Tickets;
import clda.dialogue.ScheduleTools;
import clda.effects.EffectClass;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.memory.MemoryTools;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.BuiltInSkills;
import clda.skills.GuidedResponder;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.bean.BeanTool;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in understanding with the demo business, which is asked and carries nothing out. It is Tuesday, 2026-11-24, 10:00. */
final class Listener {

    static final Clock CLOCK = new MovableClock(Instant.parse("2026-11-24T10:00:00Z"));

    static final List<Skill> SKILLS = Stream.concat(
                    BuiltInSkills.all(CLOCK, ZoneOffset.UTC).stream(), DemoSkills.all(CLOCK, ZoneOffset.UTC).stream())
            .toList();

    static final Map<String, Skill> BY_INTENT =
            SKILLS.stream().collect(Collectors.toMap(skill -> skill.intent().name(), Function.identity()));

    static final SkillResponder OFFLINE = new SkillResponder(
            SKILLS,
            new LocalInterpreter(
                    SkillResponder.intents(SKILLS), BuiltInData.talk().and(DemoSkills.examples())));

    static final List<ToolDefinition> TOOLS = tools();

    private static final ModelClient.TextSink NOWHERE = new ModelClient.TextSink() {
        @Override
        public void text(String piece) {}

        @Override
        public void restart() {}
    };

    /** What it says and would do, and what it has understood; null if it does not tell. */
    record Reply(
            String model,
            String text,
            List<ModelReply.ProposedCall> calls,
            IntentRecognized intent,
            List<Frame> frames) {

        /** Whether it names words that it does not understand beside the call that it shows. */
        boolean names() {
            return !calls.isEmpty() && !text.isEmpty();
        }

        /** The same with this call alone. */
        Reply calling(ModelReply.ProposedCall call) {
            return new Reply(model, text, List.of(call), intent, List.of());
        }
    }

    /** For a model that cannot be reached. */
    private static final Responder STANDING_IN =
            new GuidedResponder(GuidedResponder.Route.MODEL_FIRST, new ModelResponder(new Away()), OFFLINE);

    private record Away() implements ModelClient {
        @Override
        public String name() {
            return "away";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            throw new ModelFailure(ModelFailure.Reason.UNREACHABLE, "there is none");
        }
    }

    private Listener() {}

    private static List<ToolDefinition> tools() {
        Validator validator = SeEngine.validator();
        return Stream.of(
                        Orders.class,
                        Sales.class,
                        Tickets.class,
                        Inbox.class,
                        Mail.class,
                        Refunds.class,
                        Statements.class,
                        ScheduleTools.class,
                        MemoryTools.class)
                .flatMap(bean -> BeanTool.of(
                        bean,
                        () -> {
                            throw new IllegalStateException("nothing is carried out");
                        },
                        validator)
                        .stream())
                .map(Tool::definition)
                .toList();
    }

    static Step step(String said, DialogueState state) {
        return new Step(
                new ModelRequest(
                        List.of(new ModelMessage.SystemMessage("x"), new ModelMessage.UserMessage(said)), TOOLS),
                state);
    }

    /** What it would do about a sentence with which a conversation begins. */
    static Reply hears(String said) {
        return hears(STANDING_IN, said, DialogueState.NEW);
    }

    /** What a responder would do about a sentence within a conversation. */
    static Reply hears(Responder responder, String said, DialogueState state) {
        Response response = responder.respond(step(said, state), NOWHERE, new Cancellation(), CallMeter.NONE);
        ModelReply reply = response.reply();
        return new Reply(reply.model(), reply.text(), reply.calls(), response.intent(), response.frames());
    }

    static boolean changesSomething(ModelReply.ProposedCall call) {
        return TOOLS.stream().anyMatch(tool -> tool.name().equals(call.tool()) && tool.effect() != EffectClass.READ);
    }
}
