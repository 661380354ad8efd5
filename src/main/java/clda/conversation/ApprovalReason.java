package clda.conversation;

/** What asks for an approval. */
public enum ApprovalReason {
    /** The tool's rule. */
    rule,
    /** The call cannot be undone, and no language model stands between what was said and what was understood. */
    irreversible,
    /** Text of others that the model has read. */
    taint,
    /** What it would come to together with other calls. */
    sum
}
