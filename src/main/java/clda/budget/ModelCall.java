package clda.budget;

/**
 * One request to a provider, for a message that may take several: one that failed is made again or put to another model, and one
 * that a crash has cut off is made anew when the turn goes on.
 *
 * @param turnId of the turn in whose budget it is; for what no turn needs, a name of its own
 * @param messageId of the message that the answer becomes
 * @param id that no other call has
 */
public record ModelCall(Spending spending, String turnId, String messageId, String id) {}
