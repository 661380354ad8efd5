package clda.web.wire;

import java.util.List;

/**
 * Whether the audit trail is whole.
 *
 * @param entries how many were read
 * @param chains of how many chains
 * @param anchors how many ends that were written down elsewhere
 * @param problemCount how many there are in all
 * @param problems the first of them, in words
 */
public record AuditVerdict(
        boolean whole, long entries, long chains, long anchors, long problemCount, List<String> problems)
        implements Body {}
