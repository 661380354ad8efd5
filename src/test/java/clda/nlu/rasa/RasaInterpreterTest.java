package clda.nlu.rasa;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.IntentSource;
import clda.demo.DemoSkills;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Rasa server that answers as its documentation says, or does not. */
class RasaInterpreterTest {

    private static final List<Skill> SKILLS = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
    private static final List<IntentDefinition> INTENTS = SkillResponder.intents(SKILLS);
    private static final LocalInterpreter BUILT_IN =
            new LocalInterpreter(INTENTS, BuiltInData.talk().and(DemoSkills.examples()));

    private final AtomicReference<String> asked = new AtomicReference<>();
    private final AtomicReference<String> answer = new AtomicReference<>("");
    private int status = 200;
    private HttpServer server;
    private RasaInterpreter interpreter;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model/parse", exchange -> {
            try (exchange) {
                asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        interpreter = new RasaInterpreter(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), new RasaServer(), INTENTS, BUILT_IN);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itsIntentAndItsEntitiesAreTaken() {
        answer.set(
                """
                {"text":"wo ist A-1001","intent":{"name":"find_order","confidence":0.97},
                 "entities":[{"entity":"orderNumber","start":7,"end":13,"value":"A-1001","extractor":"DIETClassifier"}],
                 "intent_ranking":[{"name":"find_order","confidence":0.97},{"name":"greet","confidence":0.01}]}
                """);

        Interpretation understood = interpreter.interpret("wo ist A-1001");

        assertThat(asked.get()).isEqualTo("{\"text\":\"wo ist A-1001\"}");
        assertThat(understood.intent()).isEqualTo("find_order");
        assertThat(understood.confidence()).isEqualTo(0.97);
        assertThat(understood.slots().get("orderNumber").value()).isEqualTo("A-1001");
        assertThat(understood.source()).isEqualTo(IntentSource.RASA);
        assertThat(interpreter.ranking("wo ist A-1001")).hasSize(2);
    }

    @Test
    void itsFallbackIsNotUnderstood() {
        answer.set("{\"text\":\"x\",\"intent\":{\"name\":\"nlu_fallback\",\"confidence\":0.3},\"entities\":[]}");

        Interpretation understood = interpreter.interpret("x");

        assertThat(understood.known()).isFalse();
        assertThat(understood.source()).isEqualTo(IntentSource.RASA);
    }

    @ParameterizedTest
    @CsvSource({"500,oops", "200,not JSON", "200,{}", "200,''"})
    void whenItHasNoAnswerTheBuiltInUnderstandingAnswers(int code, String body) {
        status = code;
        answer.set(body);

        Interpretation understood = interpreter.interpret("where is order A-1001?");

        assertThat(understood.intent()).isEqualTo("find_order");
        assertThat(understood.source()).isEqualTo(IntentSource.LOCAL);
    }

    @Test
    void whenItIsAwayTheBuiltInUnderstandingAnswers() {
        server.stop(0);

        assertThat(interpreter.interpret("where is order A-1001?").source()).isEqualTo(IntentSource.LOCAL);
    }

    @Test
    void placesOutsideTheSentenceAreNotBelieved() {
        answer.set(
                "{\"intent\":{\"name\":\"find_order\",\"confidence\":0.9},\"entities\":[{\"entity\":\"orderNumber\",\"start\":0,\"end\":999,\"value\":\"A-6666\"}]}");

        assertThat(interpreter.interpret("where is it").slots()).isEmpty();
    }
}
