package clda.dialogue;

/**
 * The number of items in a list.
 *
 * @param all what the caller may see
 * @param forCaller those of them that wait for the caller
 */
public record WaitingCount(long all, long forCaller) {}
