package clda.conversation;

/** A notice that a model's server has not answered yet because it has to load the model. It is not stored. */
public record ModelLoading(String turnId) {}
