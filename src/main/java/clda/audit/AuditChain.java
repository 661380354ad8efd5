package clda.audit;

import clda.audit.AuditTrail.Position;
import clda.security.KeyRing.DataKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of audit entries: encrypted, and authenticated together with their place and the digest of the previous entry.
 * Without the key no one can create an entry, and no entry can be decrypted in another place or after another one. The first
 * entry of a chain names the end that the latest chain before it had then, so that no chain can be removed as a whole.
 */
public final class AuditChain {

    /** The action of the first entry of each chain. */
    public static final String BEGUN = "audit.begun";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An entry as it is stored. */
    public record Link(long epoch, long number, byte[] payload) {

        public Anchor anchor() {
            return new Anchor(new Position(epoch, number), digest());
        }

        private String digest() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final DataKey key;

    public AuditChain(DataKey key) {
        this.key = key;
    }

    /** @param earlier the end of the latest chain with a lower epoch; null if there is none */
    public Link begin(long epoch, Instant at, @Nullable Link earlier) {
        Map<String, String> details = new TreeMap<>();
        if (earlier != null) {
            details.put("epoch", String.valueOf(earlier.epoch));
            details.put("number", String.valueOf(earlier.number));
            details.put("digest", earlier.digest());
        }
        return seal(epoch, 1, null, new AuditEntry(at, "", "", BEGUN, null, null, null, details));
    }

    public Link append(Link last, AuditEntry entry) {
        return seal(last.epoch, last.number + 1, last, entry);
    }

    private Link seal(long epoch, long number, @Nullable Link before, AuditEntry entry) {
        return new Link(epoch, number, key.seal(json(entry), place(epoch, number, before)));
    }

    /** @throws clda.security.KeyRing.Damaged if it was changed, or does not stand where it was put */
    public AuditEntry open(Link link, @Nullable Link before) {
        return entry(key.open(link.payload, place(link.epoch, link.number, before)));
    }

    /** What the first entry of a chain says of an earlier one. */
    static Optional<Anchor> earlier(AuditEntry entry) {
        String epoch = entry.details().get("epoch");
        if (!entry.action().equals(BEGUN) || epoch == null) {
            return Optional.empty();
        }
        return Optional.of(new Anchor(
                new Position(
                        Long.parseLong(epoch), Long.parseLong(entry.details().getOrDefault("number", "0"))),
                entry.details().getOrDefault("digest", "")));
    }

    private static byte[] place(long epoch, long number, @Nullable Link before) {
        return ("audit|" + epoch + "|" + number + "|" + (before == null ? "" : before.digest()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(AuditEntry entry) {
        ObjectNode json = JSON.createObjectNode()
                .put("at", entry.at().toString())
                .put("tenant", entry.tenant())
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("conversationId", entry.conversationId())
                .put("turnId", entry.turnId())
                .put("subject", entry.subject());
        ObjectNode details = json.putObject("details");
        new TreeMap<>(entry.details()).forEach(details::put);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuditEntry entry(byte[] payload) {
        JsonNode json;
        try {
            json = JSON.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> details = new TreeMap<>();
        json.path("details")
                .properties()
                .forEach(
                        detail -> details.put(detail.getKey(), detail.getValue().asText()));
        return new AuditEntry(
                Instant.parse(json.path("at").asText()),
                json.path("tenant").asText(),
                json.path("actor").asText(),
                json.path("action").asText(),
                json.path("conversationId").textValue(),
                json.path("turnId").textValue(),
                json.path("subject").textValue(),
                details);
    }
}
