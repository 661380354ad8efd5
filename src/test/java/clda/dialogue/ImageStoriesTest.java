package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ImageRef;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.Pictures;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person shows images; the model sees them, and nobody else. */
class ImageStoriesTest {

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    @BeforeEach
    void open() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] png(String rest) {
        return Pictures.png(rest);
    }

    private ImageRef takesIn(byte[] bytes) {
        return clda.engine().engine().images().add(ALICE, clda.conversationId(), bytes);
    }

    private Turn shows(String text, ImageRef... images) {
        List<String> ids = Stream.of(images).map(ImageRef::id).toList();
        return clda.awaitNews(clda.engine().engine().dialogue().say(ALICE, clda.conversationId(), text, ids, null));
    }

    private static UserMessage lastSaid(ModelRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .map(UserMessage.class::cast)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    @Test
    void theModelSeesWhatIsShownAlsoInTheNextTurnAndAfterARestart() {
        model.answersWith("A cat.").answersWith("Grey.");
        ImageRef cat = takesIn(png("cat"));
        shows("what is this?", cat);
        clda.crashes();
        clda = Clda.comesBack(new SeEngine.Options(dataDir, model), clda.conversationId());

        clda.says("which colour?");

        assertThat(lastSaid(model.asked().getFirst()).images())
                .singleElement()
                .satisfies(image -> assertThat(image.bytes()).isEqualTo(png("cat")));
        assertThat(model.asked().getLast().messages().get(1)).isInstanceOfSatisfying(UserMessage.class, said -> {
            assertThat(said.images()).hasSize(1);
            assertThat(said.images().getFirst().mediaType()).isEqualTo("image/png");
        });
        assertThat(clda.turn("t1").images()).containsExactly(cat);
    }

    @Test
    void regeneratingAndEditingShowTheSameAgain() {
        model.answersWith("A cat.").answersWith("A dog.").answersWith("Grey.");
        ImageRef cat = takesIn(png("cat"));
        shows("what is this?", cat);
        DialogueManager dialogue = clda.engine().engine().dialogue();

        Turn again = clda.awaitNews(dialogue.regenerate(ALICE, clda.conversationId(), "t1"));
        Turn edited = clda.awaitNews(dialogue.edit(ALICE, clda.conversationId(), "t1", "which colour?"));

        assertThat(again.images()).containsExactly(cat);
        assertThat(edited.images()).containsExactly(cat);
    }

    @Test
    void olderImagesAreOnlyNamed() {
        for (int i = 0; i < 10; i++) {
            model.answersWith("Seen.");
            shows("look", takesIn(png("image " + i)));
        }

        List<UserMessage> said = model.asked().getLast().messages().stream()
                .filter(UserMessage.class::isInstance)
                .map(UserMessage.class::cast)
                .toList();

        assertThat(said.getFirst().images()).isEmpty();
        assertThat(said.getFirst().text()).isEqualTo("look\n[1 image(s), no longer shown]");
        assertThat(said.stream().filter(each -> !each.images().isEmpty())).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000000049454e44ae426082, image/png",
        "ffd8ffe00002ffd9, image/jpeg",
        "474946383961010001000000003b, image/gif",
        "524946460400000057454250, image/webp"
    })
    void whatItIsItsBytesTell(String hex, String mediaType) {
        assertThat(takesIn(HexFormat.of().parseHex(hex)).mediaType()).isEqualTo(mediaType);
    }

    @Test
    void whatIsNoImageTooLargeOrTooManyIsRefused() {
        assertThatThrownBy(() -> takesIn(bytes("<svg onload=alert(1)>"))).hasMessageContaining("Only PNG");
        assertThatThrownBy(() -> takesIn(new byte[0])).hasMessageContaining("Only PNG");
        assertThatThrownBy(() -> takesIn(bytes("\u0089PNG\r\n\u001a\n"))).hasMessageContaining("damaged");
        assertThatThrownBy(() -> takesIn(new byte[Images.LARGEST + 1])).hasMessageContaining("5000000");
        ImageRef[] five =
                IntStream.range(0, 5).mapToObj(i -> takesIn(png("" + i))).toArray(ImageRef[]::new);
        assertThatThrownBy(() -> shows("look", five)).hasMessageContaining("At most 4");
    }

    @Test
    void nobodySeesTheImagesOfOthers() {
        ImageRef cat = takesIn(png("cat"));
        Images images = clda.engine().engine().images();
        Clda another = Clda.begins(clda.engine());

        assertThatThrownBy(() -> images.get(BOB, clda.conversationId(), cat.id()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> images.add(BOB, clda.conversationId(), png("x")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> images.get(ALICE, another.conversationId(), cat.id()))
                .hasMessage("There is no such image.");
        assertThatThrownBy(() -> clda.engine()
                        .engine()
                        .dialogue()
                        .say(ALICE, another.conversationId(), "look", List.of(cat.id()), null))
                .hasMessage("There is no such image.");
    }

    @Test
    void anImageIsEncryptedAndGoesWithItsConversation() throws IOException {
        ImageRef cat = takesIn(png("canary-of-the-image"));
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary-of-the-image");
            }
        }

        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());

        assertThat(clda.engine().images().find(clda.conversationId(), cat.id())).isEmpty();
    }
}
