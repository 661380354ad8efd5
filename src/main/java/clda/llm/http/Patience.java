package clda.llm.http;

import java.time.Duration;

/**
 * How long to wait.
 *
 * @param firstToken from the request to the first piece of the answer
 * @param idle between two pieces
 * @param total for the whole answer
 */
public record Patience(Duration firstToken, Duration idle, Duration total) {}
