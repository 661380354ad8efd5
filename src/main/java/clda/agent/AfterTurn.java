package clda.agent;

/** Something that is done when nobody waits any more. */
@FunctionalInterface
public interface AfterTurn {

    /** May take as long as a model does; a failure changes nothing. */
    void afterTurn(String conversationId);
}
