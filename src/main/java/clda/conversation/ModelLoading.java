package clda.conversation;

/** The server of a model has said nothing yet, since it has to load the model first. It is not stored. */
public record ModelLoading(String turnId) {}
