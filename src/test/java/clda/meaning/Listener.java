package clda.meaning;

import clda.conversation.DialogueState;
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
import clda.frames.Skill;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.offline.BuiltInSkills;
import clda.llm.offline.OfflineModelClient;
import clda.memory.MemoryTools;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
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

    static final OfflineModelClient OFFLINE = new OfflineModelClient(
            SKILLS,
            new LocalInterpreter(
                    OfflineModelClient.intents(SKILLS), BuiltInData.talk().and(DemoSkills.examples())));

    static final List<ToolDefinition> TOOLS = tools();

    private static final ModelClient.TextSink NOWHERE = new ModelClient.TextSink() {
        @Override
        public void text(String piece) {}

        @Override
        public void restart() {}
    };

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

    static ModelRequest request(String said, DialogueState state) {
        return new ModelRequest(
                List.of(new ModelMessage.SystemMessage("x"), new ModelMessage.UserMessage(said)), TOOLS, state);
    }

    /** What it would do about a sentence with which a conversation begins. */
    static ModelReply hears(String said) {
        return OFFLINE.standIn(
                request(said, DialogueState.NEW),
                NOWHERE,
                new Cancellation(),
                new ModelFailure(ModelFailure.Reason.UNREACHABLE, "there is none"));
    }

    /** What it would do about a sentence within a conversation, with a client of its own. */
    static ModelReply hears(ModelClient client, String said, DialogueState state) {
        return client.respond(request(said, state), NOWHERE, new Cancellation());
    }

    static boolean changesSomething(ModelReply.ProposedCall call) {
        return TOOLS.stream().anyMatch(tool -> tool.name().equals(call.tool()) && tool.effect() != EffectClass.READ);
    }
}
