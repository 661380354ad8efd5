package clda.web.rest;

import org.jspecify.annotations.Nullable;

/** Numbers in the parameters of addresses. */
final class NumberParameters {

    private NumberParameters() {}

    /** @throws ApiProblem 400 if it is no whole number from {@code least} to {@code max} */
    static long parse(String name, @Nullable String text, long otherwise, long least, long max) {
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new ApiProblem(400, "\"" + name + "\" must be a whole number from " + least + " to " + max + ".");
    }
}
