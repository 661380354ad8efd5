package clda.relay;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationKeys;
import clda.relay.NodeMessage.Beat;
import clda.relay.NodeMessage.Changed;
import clda.relay.NodeMessage.Erased;
import clda.relay.NodeMessage.Follow;
import clda.relay.NodeMessage.Hello;
import clda.relay.NodeMessage.InboxChanged;
import clda.relay.NodeMessage.Loading;
import clda.relay.NodeMessage.Text;
import clda.security.KeyRing;
import clda.security.KeyRing.DataKey;
import clda.security.tink.TinkKeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageCodecTest {

    @TempDir
    Path dir;

    private KeyRing ring;
    private MessageCodec codec;
    private Map<String, DataKey> keys;

    @BeforeEach
    void make() {
        ring = TinkKeyRing.at(dir.resolve("key.json"));
        keys = Map.of(
                "c1", ring.newDataKey("c1").key(), "c2", ring.newDataKey("c2").key());
        codec = codec(ring);
    }

    private MessageCodec codec(KeyRing of) {
        ConversationKeys some = id -> Optional.ofNullable(keys.get(id)).orElseThrow(NoSuchElementException::new);
        return new MessageCodec(some, of);
    }

    private Optional<NodeMessage> arrives(byte[] bytes) {
        return MessageCodec.arrived(bytes).flatMap(codec::open);
    }

    @Test
    void eachKindArrivesAsItWasSent() {
        List<NodeMessage> all = List.of(
                new Hello(),
                new Beat(),
                new Follow(List.of("c1", "c2")),
                new InboxChanged("分公司"),
                new Text("c1", "t1", "t1-m1", 3, 12, "你好, \uD83D\uDE00 and half a character \uD83D"),
                new Loading("c2", "t1"),
                new Changed("c1", 7),
                new Erased("c2"));

        assertThat(all).allSatisfy(message -> {
            assertThat(arrives(codec.encode("a", message))).contains(message);
            assertThat(MessageCodec.arrived(codec.encode("a", message))
                            .orElseThrow()
                            .from())
                    .isEqualTo("a");
        });
    }

    @Test
    void nothingOfWhatIsSaidCanBeReadOnTheWay() {
        byte[] bytes = codec.encode("a", new Text("c1", "t1", "t1-m1", 1, 0, "kingfisher"));

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("k\0i\0n\0g", "kingfisher", "t1-m1");
    }

    @Test
    void whatWasChangedOnTheWayDoesNotArrive() {
        byte[] genuine = codec.encode("a", new Text("c1", "t1", "t1-m1", 1, 0, "hello"));

        for (int i = 0; i < genuine.length; i++) {
            byte[] changed = genuine.clone();
            changed[i] ^= 1;
            assertThat(arrives(changed)).as("byte %d", i).isEmpty();
        }
        for (int length = 0; length < genuine.length; length++) {
            assertThat(arrives(Arrays.copyOf(genuine, length))).isEmpty();
        }
    }

    @Test
    void aNodeWithAnotherKeySaysNothing() {
        MessageCodec foreign = codec(TinkKeyRing.at(dir.resolve("other.json")));

        assertThat(arrives(foreign.encode("a", new Follow(List.of("c1"))))).isEmpty();
    }

    @Test
    void aMessageOfAConversationThatIsGoneIsDropped() {
        byte[] bytes = codec.encode("a", new Changed("c1", 4));
        keys = Map.of();

        assertThat(arrives(bytes)).isEmpty();
    }
}
