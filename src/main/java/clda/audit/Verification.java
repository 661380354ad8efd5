package clda.audit;

import clda.audit.AuditChain.Link;
import clda.audit.AuditTrail.Position;
import clda.security.KeyRing.Damaged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of reading all chains once. */
public final class Verification {

    private static final int MAX_PROBLEMS = 20;

    /** @param problems the first of them, in words; empty if nothing is wrong */
    public record Verdict(long entries, long chains, long anchors, long problemCount, List<String> problems) {
        public boolean whole() {
            return problemCount == 0;
        }
    }

    private final AuditChain chain;
    /** What chains say of earlier ones: one for each chain at most. */
    private final Map<Position, String> expected = new HashMap<>();

    private final List<String> problems = new ArrayList<>();
    private long problemCount;
    private long anchors;
    private long entries;
    private long chains;
    private @Nullable Link last;

    public Verification(AuditChain chain) {
        this.chain = chain;
    }

    /** @param digest of the stored entry, as {@link Anchor#digest}; null if there is none */
    public void compare(Anchor anchor, @Nullable String digest) {
        anchors++;
        if (digest == null) {
            problem(words(anchor.position()) + " is missing, which an anchor names");
        } else if (!digest.equals(anchor.digest())) {
            problem(words(anchor.position()) + " is not the one that an anchor names");
        }
    }

    private void expect(Anchor anchor) {
        String before = expected.putIfAbsent(anchor.position(), anchor.digest());
        if (before != null && !before.equals(anchor.digest())) {
            problem("two chains say different things of " + words(anchor.position()));
        }
    }

    /**
     * The next link: chains with the highest epoch first, so that what a later chain says of an earlier one is known when that
     * comes; each from its beginning.
     *
     * @param tenant as the row has it
     * @param conversationId as the row has it; empty for none
     */
    public void take(Link link, String tenant, String conversationId) {
        Link before = last != null && last.epoch() == link.epoch() ? last : null;
        if (before == null) {
            chains++;
        }
        entries++;
        Position position = link.anchor().position();
        long next = before == null ? 1 : before.number() + 1;
        if (link.number() != next) {
            problem("entries are missing before " + words(position));
        }
        last = link;
        String digest = expected.remove(position);
        if (digest != null && !digest.equals(link.anchor().digest())) {
            problem(words(position) + " is not the one that a later chain names");
        }
        if (link.number() != next) {
            // It cannot be opened without the one before.
            return;
        }
        try {
            AuditEntry entry = chain.open(link, before);
            if (!entry.tenant().equals(tenant)) {
                problem(words(position) + " lies with another tenant");
            }
            String belongsTo = entry.conversationId() == null ? "" : entry.conversationId();
            if (!belongsTo.equals(conversationId)) {
                problem(words(position) + " lies with another conversation");
            }
            AuditChain.earlier(entry).ifPresent(this::expect);
        } catch (Damaged e) {
            problem(words(position) + " was changed or moved");
        }
    }

    public Verdict end() {
        expected.keySet().forEach(position -> problem(words(position) + " is missing, which a later chain names"));
        return new Verdict(entries, chains, anchors, problemCount, List.copyOf(problems));
    }

    private void problem(String words) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(words);
        }
    }

    private static String words(Position position) {
        return "entry " + position.epoch() + "-" + position.number();
    }
}
