package clda.nlu.time;

/** What words of time mean: a time, or something that has to be asked. */
public sealed interface Meaning permits TimeSpan, Doubt {}
