package clda.budget;

/**
 * One request to a provider. A message may take several: a failed request is repeated or sent to another model, and one that a
 * crash has cut off is made again when the turn continues.
 *
 * @param turnId of the turn in whose budget it is; for what no turn needs, a name of its own
 * @param messageId of the message that the answer becomes
 * @param id unique among all calls
 */
public record ModelCall(Spending spending, String turnId, String messageId, String id) {}
