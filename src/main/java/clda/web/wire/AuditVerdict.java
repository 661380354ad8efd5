package clda.web.wire;

import java.util.List;

/**
 * The result of verifying the audit trail.
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
