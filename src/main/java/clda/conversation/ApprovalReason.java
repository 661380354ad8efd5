package clda.conversation;

import clda.json.Worded;

/** What asks for an approval. */
public enum ApprovalReason implements Worded {
    /** The tool's rule. */
    RULE,
    /** The call cannot be undone, and no language model stands between what was said and what was understood. */
    IRREVERSIBLE,
    /** Text of others that the model has read. */
    TAINT,
    /** What it would come to together with other calls. */
    SUM
}
