package clda.kit.memory;

import clda.audit.Anchor;
import clda.audit.AuditChain;
import clda.audit.AuditChain.Link;
import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.audit.Verification;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.security.KeyRing;
import clda.security.tink.TinkKeyRing;
import clda.store.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An audit trail in memory. */
public final class MemoryTrail implements AuditTrail {

    record Row(Link link, String tenant, String conversationId) {}

    private static final KeyRing KEYS = keys();

    private final MemoryStore store;
    private final AuditChain chain;

    public MemoryTrail(MemoryStore store) {
        this.store = store;
        this.chain = new AuditChain(KEYS.shared());
    }

    private static KeyRing keys() {
        try {
            return TinkKeyRing.at(Files.createTempDirectory("clda-keys").resolve("key.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Write record(List<AuditEntry> entries) {
        return (MemoryWrite) state -> {
            Link last = state.audit.isEmpty() ? null : state.audit.getLast().link;
            if (last == null || last.epoch() != store.epoch()) {
                last = chain.begin(store.epoch(), entries.getFirst().at(), last);
                state.audit.add(new Row(last, "", ""));
            }
            for (AuditEntry entry : entries) {
                last = chain.append(last, entry);
                state.audit.add(
                        new Row(last, entry.tenant(), entry.conversationId() == null ? "" : entry.conversationId()));
            }
        };
    }

    @Override
    public List<Kept> newest(String tenant, @Nullable String conversationId, @Nullable Position before, int limit) {
        List<Kept> kept = new ArrayList<>();
        Link previous = null;
        for (Row row : store.state().audit) {
            boolean sameChain = previous != null && previous.epoch() == row.link.epoch();
            Position position = row.link.anchor().position();
            if (row.tenant.equals(tenant)
                    && (conversationId == null || row.conversationId.equals(conversationId))
                    && (before == null || ORDER.compare(position, before) < 0)) {
                kept.addFirst(new Kept(position, chain.open(row.link, sameChain ? previous : null)));
            }
            previous = row.link;
        }
        return kept.subList(0, Math.min(limit, kept.size()));
    }

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::epoch).thenComparingLong(Position::number);

    @Override
    public Optional<Anchor> end() {
        return store.state().audit.stream()
                .map(Row::link)
                .filter(link -> link.epoch() == store.epoch())
                .reduce((one, two) -> two)
                .map(Link::anchor);
    }

    @Override
    public Verification.Verdict verify(Iterable<Anchor> anchors, Runnable beat) {
        Verification verification = new Verification(chain);
        store.state().audit.stream()
                .sorted(Comparator.comparingLong((Row row) -> -row.link.epoch())
                        .thenComparingLong(row -> row.link.number()))
                .forEach(row -> verification.take(row.link, row.tenant, row.conversationId));
        anchors.forEach(anchor -> verification.compare(
                anchor,
                store.state().audit.stream()
                        .map(row -> row.link.anchor())
                        .filter(found -> found.position().equals(anchor.position()))
                        .map(Anchor::digest)
                        .findFirst()
                        .orElse(null)));
        return verification.end();
    }
}
