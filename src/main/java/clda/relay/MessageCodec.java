package clda.relay;

import clda.conversation.ConversationKeys;
import clda.relay.NodeMessage.Beat;
import clda.relay.NodeMessage.Changed;
import clda.relay.NodeMessage.Erased;
import clda.relay.NodeMessage.Follow;
import clda.relay.NodeMessage.Hello;
import clda.relay.NodeMessage.InboxChanged;
import clda.relay.NodeMessage.Loading;
import clda.relay.NodeMessage.OfConversation;
import clda.relay.NodeMessage.Text;
import clda.security.KeyRing;
import clda.security.KeyRing.Damaged;
import clda.security.KeyRing.DataKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Messages between nodes as bytes. In the clear are only the version, the sender's name and the conversation's id; the rest is
 * sealed together with them, under the key of the conversation, so that neither the content nor a forgery gets through.
 */
final class MessageCodec {

    /** Messages of another version are passed over, so that two versions can run side by side. */
    private static final byte VERSION = 1;

    private static final byte HELLO = 1;
    private static final byte BEAT = 2;
    private static final byte FOLLOW = 3;
    private static final byte INBOX_CHANGED = 4;
    private static final byte TEXT = 5;
    private static final byte LOADING = 6;
    private static final byte CHANGED = 7;
    private static final byte ERASED = 8;

    /**
     * A message as it arrived, with what is in the clear.
     *
     * @param conversationId empty if it concerns no conversation, or several
     */
    record Arrived(String from, String conversationId, byte[] head, byte[] sealed) {}

    private final ConversationKeys keys;
    private final DataKey shared;

    MessageCodec(ConversationKeys keys, KeyRing keyRing) {
        this.keys = keys;
        this.shared = keyRing.shared();
    }

    byte[] encode(String from, NodeMessage message) {
        String conversationId = message instanceof OfConversation some ? some.conversationId() : "";
        byte[] head = bytes(out -> {
            out.writeByte(VERSION);
            out.writeUTF(from);
            out.writeUTF(conversationId);
        });
        byte[] sealed = key(conversationId).seal(bytes(out -> write(out, message)), head);
        byte[] all = Arrays.copyOf(head, head.length + sealed.length);
        System.arraycopy(sealed, 0, all, head.length, sealed.length);
        return all;
    }

    /** Empty if the message is of another version, or is none. */
    static Optional<Arrived> arrived(byte[] bytes) {
        try {
            ByteArrayInputStream rest = new ByteArrayInputStream(bytes);
            DataInputStream in = new DataInputStream(rest);
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            String from = in.readUTF();
            String conversationId = in.readUTF();
            byte[] head = Arrays.copyOf(bytes, bytes.length - rest.available());
            return Optional.of(new Arrived(from, conversationId, head, rest.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * May read the key of a conversation from the store. Empty if the message is of a kind that is not known here, was not
     * sealed by a node of this cluster, or is of a conversation that is gone.
     *
     * @throws RuntimeException if the key cannot be read now
     */
    Optional<NodeMessage> open(Arrived arrived) {
        try {
            byte[] opened = key(arrived.conversationId()).open(arrived.sealed(), arrived.head());
            return read(new DataInputStream(new ByteArrayInputStream(opened)), arrived.conversationId());
        } catch (IOException | Damaged | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private DataKey key(String conversationId) {
        return conversationId.isEmpty() ? shared : keys.of(conversationId);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, NodeMessage message) throws IOException {
        switch (message) {
            case Hello hello -> out.writeByte(HELLO);
            case Beat beat -> out.writeByte(BEAT);
            case Follow follow -> {
                out.writeByte(FOLLOW);
                out.writeInt(follow.conversationIds().size());
                for (String id : follow.conversationIds()) {
                    out.writeUTF(id);
                }
            }
            case InboxChanged inbox -> {
                out.writeByte(INBOX_CHANGED);
                out.writeUTF(inbox.tenant());
            }
            case Text text -> {
                out.writeByte(TEXT);
                out.writeUTF(text.turnId());
                out.writeUTF(text.messageId());
                out.writeLong(text.attempt());
                out.writeInt(text.index());
                // As code units: a piece may end in the middle of a character.
                out.writeInt(text.text().length());
                out.writeChars(text.text());
            }
            case Loading loading -> {
                out.writeByte(LOADING);
                out.writeUTF(loading.turnId());
            }
            case Changed changed -> {
                out.writeByte(CHANGED);
                out.writeLong(changed.lastSeq());
            }
            case Erased erased -> {
                out.writeByte(ERASED);
                out.writeUTF(erased.conversationId());
            }
        }
    }

    private static String codeUnits(DataInputStream in) throws IOException {
        int count = in.readInt();
        return ByteBuffer.wrap(in.readNBytes(count * Character.BYTES))
                .asCharBuffer()
                .toString();
    }

    private static Optional<NodeMessage> read(DataInputStream in, String conversationId) throws IOException {
        return switch (in.readByte()) {
            case HELLO -> Optional.of(new Hello());
            case BEAT -> Optional.of(new Beat());
            case FOLLOW -> {
                int count = in.readInt();
                List<String> ids = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    ids.add(in.readUTF());
                }
                yield Optional.of(new Follow(ids));
            }
            case INBOX_CHANGED -> Optional.of(new InboxChanged(in.readUTF()));
            case TEXT ->
                Optional.of(new Text(
                        conversationId, in.readUTF(), in.readUTF(), in.readLong(), in.readInt(), codeUnits(in)));
            case LOADING -> Optional.of(new Loading(conversationId, in.readUTF()));
            case CHANGED -> Optional.of(new Changed(conversationId, in.readLong()));
            case ERASED -> Optional.of(new Erased(in.readUTF()));
            default -> Optional.empty();
        };
    }
}
