package clda.web.wire;

import java.util.List;

/**
 * The result of a cross-validation: each part of the examples is classified by what the other parts taught.
 *
 * @param sentences how many were looked at
 * @param right how many were taken for what they mean
 * @param intents in the order of rows and columns
 * @param taken by row what was meant, by column what it was taken for
 * @param wrong the first sentences that were taken for something else
 */
public record Checked(int sentences, int right, List<String> intents, List<List<Integer>> taken, List<Mistaken> wrong)
        implements Body {}
