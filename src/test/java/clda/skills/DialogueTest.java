package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ModelResponder;
import clda.agent.Responder;
import clda.conversation.Decision;
import clda.conversation.DialogueText;
import clda.conversation.IntentSource;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.demo.DemoSkills;
import clda.demo.Mailbox;
import clda.demo.RefundService;
import clda.json.Json;
import clda.kit.Clda;
import clda.kit.DialogueScript;
import clda.kit.DialogueScript.Answered;
import clda.kit.DialogueScript.Call;
import clda.kit.DialogueScript.Decided;
import clda.kit.DialogueScript.Restarted;
import clda.kit.DialogueScript.Said;
import clda.kit.DialogueScript.Step;
import clda.kit.FollowingModel;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.TrainingData;
import clda.security.Caller;
import clda.skills.GuidedResponder.Route;
import clda.store.jpa.JpaWrite;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whole dialogues, written as text, with the demo business behind them: without a model, and with one. */
class DialogueTest {

    /** A Tuesday. */
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static final Map<String, Caller> PERSONS =
            Map.of("alice", Clda.ALICE, "bob", Clda.BOB, "carol", Clda.CAROL);

    private static final Clock CLOCK = new MovableClock(NOW);
    private static final List<Skill> SKILLS = Stream.concat(
                    BuiltInSkills.all(CLOCK, ZoneOffset.UTC).stream(), DemoSkills.all(CLOCK, ZoneOffset.UTC).stream())
            .toList();
    private static final TrainingData EXAMPLES = BuiltInData.talk().and(DemoSkills.examples());
    private static final Interpreter INTERPRETER = new LocalInterpreter(SkillResponder.intents(SKILLS), EXAMPLES);
    private static final SkillResponder OFFLINE = new SkillResponder(SKILLS, INTERPRETER);

    private final FollowingModel model = new FollowingModel();

    @TempDir
    Path dataDir;

    private SeEngine.Options options;
    private SeEngine services;
    private Mailbox mailbox;
    private RefundService refunds;
    private SeEngine engine;

    @BeforeEach
    void open() {
        options = new SeEngine.Options(dataDir, OFFLINE).clock(CLOCK);
        services = options.node("services").open();
        mailbox = new Mailbox(services.store(), services.keyRing(), CLOCK, () -> UUID.randomUUID()
                .toString());
        refunds = new RefundService(services.store(), CLOCK, Thread.ofVirtual().factory());
        options.node("clda").mail(mailbox).refunds(refunds.service());
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
        refunds.close();
        mailbox.close();
        services.close();
    }

    @TestFactory
    Stream<DynamicTest> englishWithoutAModel() {
        return all("en", OFFLINE);
    }

    @TestFactory
    Stream<DynamicTest> chineseWithoutAModel() {
        return all("zh", OFFLINE);
    }

    @TestFactory
    Stream<DynamicTest> englishWithAModel() {
        return all("en", new GuidedResponder(Route.MODEL_FIRST, new ModelResponder(model), OFFLINE));
    }

    @TestFactory
    Stream<DynamicTest> chineseWithAModel() {
        return all("zh", new GuidedResponder(Route.MODEL_FIRST, new ModelResponder(model), OFFLINE));
    }

    @Test
    void aRecordedConversationRunsAsATest() {
        engine = options.responder(OFFLINE).open().start();
        Clda recorded = Clda.begins(engine);
        for (String said : List.of("I want a refund", "no, wait\tA-1003", "where is order A-1001?", "120")) {
            recorded.says(said);
        }
        recorded.decidesHere(Clda.CAROL, Decision.DENY);
        recorded.awaitNews("t4");

        String text = DialogueText.of("recorded", recorded.events());

        List<DialogueScript> scripts = DialogueScript.read(text);
        assertThat(scripts).hasSize(1);
        assertThat(scripts.getFirst().steps()).hasSize(9);
        new Run(scripts.getFirst()).all();
    }

    private Stream<DynamicTest> all(String language, Responder client) {
        engine = options.responder(client).open().start();
        return read(language).stream()
                .map(script -> DynamicTest.dynamicTest(script.title(), () -> new Run(script).all()));
    }

    private static List<DialogueScript> read(String language) {
        try (InputStream in = DialogueTest.class.getResourceAsStream("/dialogues/" + language + ".txt")) {
            assertThat(in).isNotNull();
            List<DialogueScript> scripts = DialogueScript.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(scripts).hasSizeGreaterThanOrEqualTo(60);
            return scripts;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One dialogue, step by step. */
    private final class Run {
        private final DialogueScript script;
        private Clda clda = Clda.begins(engine);
        private String turnId = "";

        Run(DialogueScript script) {
            this.script = script;
        }

        void all() {
            // What was refunded in another dialogue is no part of this one.
            services.store().write((JpaWrite) entities -> List.of("effect_sum", "effect_sum_scope")
                    .forEach(table ->
                            entities.createNativeQuery("delete from " + table).executeUpdate()));
            for (int i = 0; i < script.steps().size(); i++) {
                switch (script.steps().get(i)) {
                    case Said said -> {
                        model.follow(said, wanted(said), heard(said), answerAfter(i));
                        Turn turn = clda.says(said.text());
                        turnId = turn.id();
                        isMet(said, turn);
                    }
                    case Answered answered -> {
                        Turn turn = clda.turn(turnId);
                        assertThat(answered.isMetBy(String.valueOf(turn.reply())))
                                .as(
                                        "the answer to \"%s\" is as written%nwritten: %s%nanswer:  %s%nproblem: %s",
                                        turn.text(), answered.text(), turn.reply(), turn.problem())
                                .isTrue();
                    }
                    case Decided decided -> {
                        if (!decided.whoeverProposed() && isByAModel(clda.turn(turnId))) {
                            continue;
                        }
                        clda.decidesHere(
                                Objects.requireNonNull(PERSONS.get(decided.by())),
                                decided.approved() ? Decision.APPROVE : Decision.DENY);
                        clda.awaitNews(turnId);
                    }
                    case Restarted restarted -> {
                        String conversationId = clda.conversationId();
                        engine.close();
                        clda = Clda.comesBack(options, conversationId);
                        engine = clda.engine();
                    }
                }
            }
        }

        private static boolean isByAModel(Turn turn) {
            return Objects.requireNonNull(turn.intent()).source() == IntentSource.MODEL;
        }

        /** What a model would understand, too. */
        private String wanted(Said said) {
            return said.intents().isEmpty()
                    ? INTERPRETER.interpret(said.text()).intent()
                    : said.intents().getFirst();
        }

        /** What a model would find in the sentence, too. */
        private Map<String, String> heard(Said said) {
            Interpretation understood = INTERPRETER.interpret(said.text());
            Map<String, String> slots = new TreeMap<>();
            if (understood.intent().equals(wanted(said))) {
                understood.slots().forEach((name, value) -> slots.put(name, value.value()));
            }
            slots.putAll(said.slots());
            return slots;
        }

        private String answerAfter(int index) {
            for (Step step : script.steps().subList(index + 1, script.steps().size())) {
                if (step instanceof Answered answered) {
                    return answered.example();
                }
            }
            return "Done.";
        }

        private void isMet(Said said, Turn turn) {
            IntentRecognized intent = turn.intent();
            if (!said.intents().isEmpty()) {
                assertThat(intent)
                        .as("intent of \"%s\" (%s)", said.text(), turn.reply())
                        .isNotNull();
                assertThat(intent.intent())
                        .as("intent of \"%s\" (%s)", said.text(), turn.reply())
                        .isIn(
                                intent.source() == IntentSource.MODEL
                                        ? List.of(
                                                wanted(said),
                                                turn.calls().isEmpty()
                                                        ? ""
                                                        : turn.calls()
                                                                .getFirst()
                                                                .tool())
                                        : said.intents());
            }
            said.slots().forEach((name, value) -> {
                assertThat(intent.slots()).as("slots of \"%s\"", said.text()).containsKey(name);
                assertThat(intent.slots().get(name).value())
                        .as("%s in \"%s\"", name, said.text())
                        .isEqualTo(value);
            });
            assertThat(turn.calls().stream().map(ToolCall::tool).toList())
                    .as("calls after \"%s\" (%s)", said.text(), turn.reply())
                    .isEqualTo(said.calls().stream().map(Call::tool).toList());
            for (int i = 0; i < said.calls().size(); i++) {
                holds(json(said.calls().get(i).arguments()), turn.calls().get(i).arguments(), said.text());
            }
        }

        private void holds(JsonNode written, JsonNode arguments, String said) {
            written.properties().forEach(argument -> assertThat(text(arguments.path(argument.getKey())))
                    .as("%s in \"%s\"", argument.getKey(), said)
                    .isEqualTo(text(argument.getValue())));
        }

        private static String text(JsonNode value) {
            String text = value.asText();
            return text.matches("\\d+\\.\\d+")
                    ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                    : text;
        }

        private static JsonNode json(String text) {
            try {
                return Json.MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
