package clda.web.wire;

/**
 * A row of which nothing but its id is known.
 */
public record DamagedApproval(String approvalId, String state) implements Row {
    public DamagedApproval(String approvalId) {
        this(approvalId, DamagedRow.STATE);
    }
}
