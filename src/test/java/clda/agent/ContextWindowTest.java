package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.MessageUsage;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.memory.MemoryImages;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.memory.Fact.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model is given of a long conversation. */
class ContextWindowTest {

    private static final int TOKENS = 600;

    @TempDir
    Path dataDir;

    @Test
    void itFitsAndNeverSplitsACallFromItsResult() {
        ScriptedModel model = new ScriptedModel();
        TurnLimits limits = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), TOKENS);
        Random random = new Random(42);
        try (Clda clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(limits))) {
            for (int turn = 0; turn < 40; turn++) {
                if (random.nextBoolean()) {
                    model.callsTools(
                            ScriptedModel.call("find_order", "{\"orderNumber\":\"A-1001\"}"),
                            ScriptedModel.call("find_order", "{\"orderNumber\":\"A-1002\"}"));
                }
                model.answersWith("word ".repeat(random.nextInt(60) + 1));
                clda.says("请告诉我 " + "more ".repeat(random.nextInt(30)));
            }
        }

        TokenCounter counter = new TokenCounter();
        assertThat(model.asked()).allSatisfy(request -> {
            assertThat(request.messages().getFirst()).isInstanceOf(ModelMessage.SystemMessage.class);
            assertThat(request.messages().stream()
                            .dropWhile(ModelMessage.SystemMessage.class::isInstance)
                            .findFirst())
                    .containsInstanceOf(ModelMessage.UserMessage.class);
            assertEveryCallHasItsResult(request.messages());
            assertThat(counter.count(request.messages().toString())).isLessThan(3 * TOKENS);
        });
        assertThat(model.asked().getLast().messages().size()).isLessThan(40);
    }

    /** Twelve turns with a provider that counts what it is given in its own way, tools included. */
    private List<ModelRequest> talk(long tokensOfTheFirst, long tokensOfEachTurn) {
        ScriptedModel model = new ScriptedModel();
        TurnLimits limits = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), TOKENS);
        try (Clda clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(limits))) {
            for (int turn = 0; turn < 12; turn++) {
                long input = tokensOfTheFirst + turn * tokensOfEachTurn;
                model.replies(ModelReply.text("m", "Answer " + turn, new MessageUsage(input, 4)));
                clda.says("Question " + turn);
            }
        }
        return model.asked();
    }

    private static boolean hasNotes(ModelRequest request) {
        return request.messages().get(1) instanceof ModelMessage.SystemMessage;
    }

    @Test
    void whatTheProviderCountsDecidesWhenRoomIsMade() {
        // By our own count all of it is some two hundred tokens.
        List<ModelRequest> asked = talk(400, 30);

        assertThat(asked.subList(0, 7)).noneMatch(ContextWindowTest::hasNotes);
        assertThat(asked.get(8)).matches(ContextWindowTest::hasNotes);
    }

    /** A provider that counts tools of 250 tokens with each request. */
    private static final class CountingTools implements ModelClient {
        private final TokenCounter counter = new TokenCounter();
        private final List<Boolean> freshNotes = new ArrayList<>();
        private final List<Long> told = new ArrayList<>();
        private String notes = "";

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            String now = hasNotes(request) ? request.messages().get(1).toString() : "";
            freshNotes.add(!now.equals(notes));
            notes = now;
            long input = 250
                    + request.messages().stream()
                            .mapToLong(message -> counter.count(message.toString()))
                            .sum();
            told.add(input);
            return ModelReply.text(name(), "And so on. ".repeat(4), new MessageUsage(input, 16));
        }
    }

    @Test
    void whatTheProviderCountsBesidesTheWordsDoesNotMakeNotesOfEachTurn() {
        CountingTools model = new CountingTools();
        TurnLimits limits = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 1_500);
        try (Clda clda = Clda.opens(new SeEngine.Options(dataDir, model).limits(limits))) {
            for (int turn = 0; turn < 60; turn++) {
                clda.says("Question " + turn);
            }
        }

        assertThat(model.freshNotes.stream().filter(fresh -> fresh).count()).isBetween(2L, 10L);
        assertThat(model.told).allMatch(input -> input < 1_750);
    }

    @Test
    void aTalkThatIsFarFromTheLimitIsNotCountedExactly() {
        // Given
        TokenCounter onlyBounds = new TokenCounter(text -> {
            throw new AssertionError("counted: " + text);
        });
        ContextWindow window = new ContextWindow(Prompts.always("p"), new MemoryImages(), 8_000, onlyBounds);
        ScriptedModel model = new ScriptedModel();
        model.answersWith("one")
                .replies(ModelReply.text("m", "two", new MessageUsage(40, 2)))
                .answersWith("three");
        try (Clda clda = Clda.opens(new SeEngine.Options(dataDir, model))) {
            clda.engine().memory().remember(Clda.ALICE, "I live in Bonn", null, Origin.WRITTEN);
            clda.says("a");
            clda.says("b");
            clda.says("c");

            // When
            List<ModelMessage> messages = clda.engine()
                    .engine()
                    .log()
                    .view(clda.conversationId(), conversation -> window.of(
                                    conversation, "t3", clda.engine().memory().of(Clda.ALICE))
                            .messages())
                    .orElseThrow();

            // Then
            assertThat(messages).hasSize(8);
        }
    }

    @Test
    void aProviderThatCountsLittleIsGivenMore() {
        assertThat(talk(10, 10)).noneMatch(ContextWindowTest::hasNotes);
    }

    private static void assertEveryCallHasItsResult(List<ModelMessage> messages) {
        Set<String> open = new HashSet<>();
        for (ModelMessage message : messages) {
            switch (message) {
                case ModelMessage.AssistantMessage assistant -> {
                    assertThat(open).isEmpty();
                    assistant.calls().forEach(call -> open.add(call.callId()));
                }
                case ModelMessage.ToolMessage tool ->
                    assertThat(open.remove(tool.callId())).isTrue();
                default -> assertThat(open).isEmpty();
            }
        }
        assertThat(open).isEmpty();
    }
}
