package clda.nlu.time;

/** The meaning of an expression of time: a time, or a question that has to be asked. */
public sealed interface Meaning permits TimeSpan, Doubt {}
