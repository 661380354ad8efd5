package clda.agent;

import java.time.Duration;

/**
 * Limits of one turn.
 *
 * @param steps model calls in a turn
 * @param callsPerStep tool calls that one answer may ask for
 * @param sameCalls how often the same call may be asked for in a turn before it is a loop
 * @param invalidCalls how often the model is told that its arguments are invalid before the turn is given up
 * @param tokens input and output tokens of a turn, as the provider counts them
 * @param time from start to end of a turn, excluding the time spent waiting for approval
 * @param effectsPerTurn how many effects of one tool a turn may have, unless the tool defines its own limit
 * @param contextTokens tokens that the model's context window holds, less room for the answer
 */
public record TurnLimits(
        int steps,
        int callsPerStep,
        int sameCalls,
        int invalidCalls,
        int effectsPerTurn,
        long tokens,
        Duration time,
        int contextTokens) {

    public static final TurnLimits DEFAULT = new TurnLimits(8, 16, 3, 2, 16, 200_000, Duration.ofMinutes(2), 24_000);

    public TurnLimits {
        if (steps < 1
                || callsPerStep < 1
                || sameCalls < 1
                || invalidCalls < 0
                || effectsPerTurn < 1
                || tokens < 1
                || time.isNegative()
                || time.isZero()
                || contextTokens < 512) {
            throw new IllegalArgumentException(
                    "limits leave no room for a turn: steps " + steps + ", calls " + callsPerStep + ", effects "
                            + effectsPerTurn + ", tokens " + tokens + ", time " + time + ", context " + contextTokens);
        }
    }
}
