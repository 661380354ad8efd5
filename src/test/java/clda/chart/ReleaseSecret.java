package clda.chart;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A Secret in Kubernetes' protocol buffers, in which Helm keeps its releases and which the mock server does not read. The numbers
 * are those of {@code generated.proto} of k8s.io/api/core/v1 and k8s.io/apimachinery; what Helm does not write is skipped.
 */
final class ReleaseSecret {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private final SecretBuilder secret = new SecretBuilder().withNewMetadata().endMetadata();

    private ReleaseSecret() {}

    /** The same in JSON. */
    static String json(byte[] message) throws IOException {
        if (!Arrays.equals(message, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("not a message of Kubernetes");
        }
        ReleaseSecret read = new ReleaseSecret();
        fields(CodedInputStream.newInstance(message, MAGIC.length, message.length - MAGIC.length), (number, value) -> {
            if (number == 2) {
                read.secret(value);
            }
        });
        Secret secret = read.secret.build();
        return Serialization.asJson(secret);
    }

    private void secret(ByteString message) throws IOException {
        Map<String, String> data = new HashMap<>();
        fields(message.newCodedInput(), (number, value) -> {
            switch (number) {
                case 1 -> metadata(value);
                case 2 ->
                    entry(
                            value,
                            (key, bytes) -> data.put(key, Base64.getEncoder().encodeToString(bytes.toByteArray())));
                case 3 -> secret.withType(value.toStringUtf8());
                default -> {}
            }
        });
        secret.withData(data);
    }

    private void metadata(ByteString message) throws IOException {
        Map<String, String> labels = new HashMap<>();
        fields(message.newCodedInput(), (number, value) -> {
            switch (number) {
                case 1 -> secret.editMetadata().withName(value.toStringUtf8()).endMetadata();
                case 3 ->
                    secret.editMetadata().withNamespace(value.toStringUtf8()).endMetadata();
                case 6 ->
                    secret.editMetadata()
                            .withResourceVersion(value.toStringUtf8())
                            .endMetadata();
                case 11 -> entry(value, (key, text) -> labels.put(key, text.toStringUtf8()));
                default -> {}
            }
        });
        secret.editMetadata().withLabels(labels).endMetadata();
    }

    private interface Entry {
        void accept(String key, ByteString value);
    }

    private static void entry(ByteString message, Entry entry) throws IOException {
        Map<Integer, ByteString> parts = new HashMap<>();
        fields(message.newCodedInput(), parts::put);
        entry.accept(parts.get(1).toStringUtf8(), parts.getOrDefault(2, ByteString.EMPTY));
    }

    private interface Field {
        void accept(int number, ByteString value) throws IOException;
    }

    /** All fields of a message that have a length: texts, bytes, and messages. */
    private static void fields(CodedInputStream message, Field field) throws IOException {
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                field.accept(WireFormat.getTagFieldNumber(tag), message.readBytes());
            } else {
                message.skipField(tag);
            }
        }
    }
}
