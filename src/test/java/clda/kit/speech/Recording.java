package clda.kit.speech;

import clda.kit.ScriptedModelServer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The body of one streamed answer, byte for byte as the provider sends it.
 *
 * @param frames what it writes at a time
 */
public record Recording(String contentType, List<byte[]> frames) {

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** As the provider does it. */
    public ScriptedModelServer.Answer whole() {
        return wire -> {
            wire.begin(contentType);
            for (byte[] frame : frames) {
                wire.bytes(frame);
            }
            wire.end();
        };
    }

    /** In pieces of so many bytes, wherever that cuts. */
    public ScriptedModelServer.Answer sliced(int size) {
        byte[] all = bytes();
        return wire -> {
            wire.begin(contentType);
            for (int from = 0; from < all.length; from += size) {
                wire.bytes(Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
            }
            wire.end();
        };
    }

    /** The connection is gone after so many bytes. */
    public ScriptedModelServer.Answer cutAfter(int length) {
        byte[] part = Arrays.copyOf(bytes(), length);
        return wire -> {
            wire.begin(contentType);
            if (part.length > 0) {
                wire.bytes(part);
            }
        };
    }

    /** Ends in good order after so many bytes, as a proxy does that has lost its other side. */
    public ScriptedModelServer.Answer endedAfter(int length) {
        byte[] part = Arrays.copyOf(bytes(), length);
        return wire -> {
            wire.begin(contentType);
            if (part.length > 0) {
                wire.bytes(part);
            }
            wire.end();
        };
    }

    /** Something else after so many frames; then what was to come, if anybody still listens. */
    public ScriptedModelServer.Answer interrupted(int after, ScriptedModelServer.Answer by) {
        return wire -> {
            wire.begin(contentType);
            for (int i = 0; i < frames.size(); i++) {
                if (i == after) {
                    by.write(wire);
                }
                wire.bytes(frames.get(i));
            }
            wire.end();
        };
    }

    public Recording with(List<byte[]> other) {
        return new Recording(contentType, other);
    }
}
