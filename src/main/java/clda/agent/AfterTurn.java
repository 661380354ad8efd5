package clda.agent;

/** Work that follows a turn, when no user waits for it any more. */
@FunctionalInterface
public interface AfterTurn {

    /** May take as long as a model call; a failure has no effect. */
    void afterTurn(String conversationId);
}
