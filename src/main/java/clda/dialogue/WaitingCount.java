package clda.dialogue;

/**
 * The number of items in a list.
 *
 * @param all the number that the caller may see
 * @param forCaller the number of those that wait for the caller
 */
public record WaitingCount(long all, long forCaller) {}
