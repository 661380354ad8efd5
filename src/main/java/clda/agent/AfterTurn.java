package clda.agent;

/** Work that follows a turn, when nobody waits for it any more. */
@FunctionalInterface
public interface AfterTurn {

    /** May take as long as a model does; a failure changes nothing. */
    void afterTurn(String conversationId);
}
