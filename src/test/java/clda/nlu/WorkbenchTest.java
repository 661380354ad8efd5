package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.agent.Responder;
import clda.conversation.IntentSource;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelReply;
import clda.nlu.MissedSentences.Missed;
import clda.nlu.MissedSentences.Why;
import clda.nlu.jpa.JpaMissedSentences;
import clda.nlu.local.CrossValidation;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingDirectory;
import clda.nlu.training.TrainingError;
import clda.nlu.training.Utterance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever maintains the training data sees and does. */
class WorkbenchTest {

    @TempDir
    Path dataDir;

    /** Understands nothing. */
    private static final class Puzzled implements Responder {
        @Override
        public String name() {
            return "puzzled";
        }

        @Override
        public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
            return new Response(
                    ModelReply.text(name(), "I do not know.", null),
                    false,
                    new IntentRecognized(Interpretation.UNKNOWN, 0.1, Map.of(), IntentSource.LOCAL),
                    List.of());
        }
    }

    private Clda saysWhatIsNotUnderstood() {
        Clda clda = Clda.opens(new SeEngine.Options(dataDir, new Puzzled()));
        clda.says("zorble it");
        return clda;
    }

    @Test
    void aSentenceThatWasNotUnderstoodIsListedForItsTenant() {
        try (Clda clda = saysWhatIsNotUnderstood()) {
            MissedSentences missed = new JpaMissedSentences(clda.engine().store());

            assertThat(AllPages.of(missed, "default")).singleElement().satisfies(one -> {
                assertThat(one.why()).isEqualTo(Why.UNKNOWN);
                assertThat(one.turnId()).isEqualTo("t1");
            });
            assertThat(AllPages.of(missed, "elsewhere")).isEmpty();
        }
    }

    @Test
    void itIsGoneWithItsConversation() {
        try (Clda clda = saysWhatIsNotUnderstood()) {
            MissedSentences missed = new JpaMissedSentences(clda.engine().store());

            clda.engine().engine().conversations().erase(Clda.ALICE, clda.conversationId());

            assertThat(AllPages.of(missed, "default")).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsNotLikedIsListedOnceAndCanBeSettled() {
        try (Clda clda = saysWhatIsNotUnderstood()) {
            MissedSentences missed = new JpaMissedSentences(clda.engine().store());
            Missed disliked = new Missed("default", clda.conversationId(), "t2", Why.DISLIKED, Instant.now());
            missed.note(disliked);
            missed.note(disliked);

            assertThat(AllPages.of(missed, "default"))
                    .extracting(Missed::turnId)
                    .containsExactly("t2", "t1");
            assertThat(missed.remove("elsewhere", clda.conversationId(), "t2")).isFalse();
            assertThat(missed.remove("default", clda.conversationId(), "t2")).isTrue();
            assertThat(AllPages.of(missed, "default")).hasSize(1);
        }
    }

    @Test
    void whatIsLabelledBecomesTrainingData() {
        LabelledFile file = new LabelledFile(dataDir, "default");

        file.add("find_order", "where did \"my\" parcel: go?\n");
        file.add("find_order", "订单 [A-1001](orderNumber) 呢 # 不是注释");

        TrainingData data = TrainingDirectory.read(LabelledFile.directory(dataDir, "default"));
        assertThat(data.utterances())
                .extracting(Utterance::text)
                .containsExactly("where did \"my\" parcel: go?", "订单 A-1001 呢 # 不是注释");
        assertThat(data.utterances().getLast().entities()).hasSize(1);
    }

    @Test
    void noTwoTenantsShareAFolderAndNoNameLeadsOutOfIt() {
        Path tenants = dataDir.resolve("tenants");

        Set<Path> folders = Stream.of("a", "A", "a/b", "a_2fb", "..", "../..", ".", "中", "a b", "C:\\x", "a-b")
                .map(tenant -> LabelledFile.directory(dataDir, tenant))
                .collect(Collectors.toSet());

        assertThat(folders)
                .hasSize(11)
                .allSatisfy(folder -> assertThat(folder.normalize().getParent()).isEqualTo(tenants));
    }

    @Test
    void whatCannotBeAnExampleLeavesTheFileAsItWas() {
        LabelledFile file = new LabelledFile(dataDir, "default");
        file.add("find_order", "where is it");

        assertThatThrownBy(() -> file.add("find_order", "broken [x]{\"entity\": }"))
                .isInstanceOf(TrainingError.class);

        assertThat(TrainingDirectory.read(LabelledFile.directory(dataDir, "default"))
                        .utterances())
                .hasSize(1);
    }

    @Test
    void theCrossValidationCountsEverySentenceOnce() {
        List<Utterance> utterances = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            utterances.add(new Utterance("where is parcel number " + i, "find", List.of()));
            utterances.add(new Utterance("pay back my money now " + i, "refund", List.of()));
            utterances.add(new Utterance("sing a song " + i, TrainingData.OUT_OF_SCOPE, List.of()));
        }

        CrossValidation checked = CrossValidation.of(new TrainingData(utterances, Map.of(), Map.of(), Map.of()));

        assertThat(checked.intents()).containsExactly("find", "refund");
        assertThat(checked.sentences()).isEqualTo(20);
        assertThat(checked.right()).isEqualTo(20);
        assertThat(checked.taken()).isDeepEqualTo(new int[][] {{10, 0}, {0, 10}});
        assertThat(checked.wrong()).isEmpty();
    }
}
