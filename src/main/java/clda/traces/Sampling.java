package clda.traces;

/**
 * Which traces are recorded: a share of all, decided by the id alone, so that all nodes decide alike and a turn that is taken
 * up later stays recorded or unrecorded.
 *
 * @param ratio from 0 (none) to 1 (all)
 */
public record Sampling(double ratio) {

    private static final int RANDOM_DIGITS = 16;
    private static final int HEX = 16;

    /** @throws IllegalArgumentException if the ratio is not from 0 to 1 */
    public Sampling {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("must be from 0 to 1, not " + ratio);
        }
    }

    /** @param traceId 32 hexadecimal digits, the last 16 of them evenly distributed */
    public boolean takes(String traceId) {
        long number = Long.parseUnsignedLong(traceId.substring(RANDOM_DIGITS), HEX) & Long.MAX_VALUE;
        return ratio >= 1 || number < ratio * Long.MAX_VALUE;
    }
}
