package clda.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a campaign has found; zero of everything that may not be is a clean one.
 *
 * @param lost acknowledged messages that are not stored
 * @param disordered acknowledged messages of one person that are stored in another order
 * @param gaps numbers missing or used twice
 * @param doubled things that were done twice outside
 * @param doneWithoutEffect calls stored as done of which the world knows nothing
 * @param failedWithEffect calls stored as certainly not done that were
 * @param stray things done outside that no stored call asked for
 * @param invalid histories that a strict provider would refuse
 * @param cut answers that broke off and are stored as whole
 * @param endedTwice calls, messages and turns that have ended twice
 * @param parallel how often a turn went on while another ran; one that waits for a person does not run
 * @param hidden unknown effects that no person is shown
 * @param slowest the longest time from a start to the moment when every call of before was settled or unknown
 * @param settledInTime how often that was looked at, and it took no more than five seconds
 * @param settledLate how often it took longer
 * @param damaged rows that do not open, or rows that open in another's place
 * @param repeatedNonces ciphertexts under one key with the nonce of another
 * @param unaudited what is wrong with the audit trail, or which effects it does not tell of
 * @param found what crashes have left behind, by kind: how often it was seen at a start
 */
record Findings(
        int kills,
        int acknowledged,
        int effects,
        int unknown,
        int lost,
        int disordered,
        int gaps,
        int doubled,
        int doneWithoutEffect,
        int failedWithEffect,
        int stray,
        int invalid,
        int cut,
        int endedTwice,
        int parallel,
        int unsettled,
        int hidden,
        Duration slowest,
        int settledInTime,
        int settledLate,
        int damaged,
        int repeatedNonces,
        int unaudited,
        Map<String, Integer> found) {

    /** The one count that a slow machine alone can raise. */
    static final String LATE = "open calls not settled within 5 s of a start";

    static final Findings NOTHING =
            new Findings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, 0, Map.of());

    /** What is known of a batch besides what its stores tell. */
    static Findings ofBatch(
            int kills,
            int effects,
            int doubled,
            int stray,
            int invalid,
            Duration slowest,
            int settledInTime,
            int settledLate,
            Map<String, Integer> found) {
        return new Findings(
                kills,
                0,
                effects,
                0,
                0,
                0,
                0,
                doubled,
                0,
                0,
                stray,
                invalid,
                0,
                0,
                0,
                0,
                0,
                slowest,
                settledInTime,
                settledLate,
                0,
                0,
                0,
                found);
    }

    static Findings damaged(int rows) {
        return new Findings(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0, 0, rows, 0, 0, Map.of());
    }

    boolean clean() {
        return wrong().isEmpty();
    }

    /** What is not zero and should be. */
    Map<String, Integer> wrong() {
        Map<String, Integer> wrong = new TreeMap<>(mustBeZero());
        wrong.values().removeIf(count -> count == 0);
        return wrong;
    }

    Map<String, Integer> mustBeZero() {
        Map<String, Integer> counts = new java.util.LinkedHashMap<>();
        counts.put("acknowledged messages lost", lost);
        counts.put("acknowledged messages out of order", disordered);
        counts.put("gaps in the numbers", gaps);
        counts.put("effects doubled", doubled);
        counts.put("done without effect", doneWithoutEffect);
        counts.put("failed with effect", failedWithEffect);
        counts.put("effects that no stored call asked for", stray);
        counts.put("histories that a strict provider refuses", invalid);
        counts.put("broken answers stored as whole", cut);
        counts.put("calls, messages or turns ended twice", endedTwice);
        counts.put("turns in parallel", parallel);
        counts.put("turns or tasks left open", unsettled);
        counts.put("unknown effects not shown", hidden);
        counts.put(LATE, settledLate);
        counts.put("rows damaged or opening elsewhere", damaged);
        counts.put("nonces used twice", repeatedNonces);
        counts.put("audit entries changed or missing", unaudited);
        return counts;
    }

    Findings and(Findings other) {
        Map<String, Integer> all = new TreeMap<>(found);
        other.found.forEach((kind, count) -> all.merge(kind, count, Integer::sum));
        return new Findings(
                kills + other.kills,
                acknowledged + other.acknowledged,
                effects + other.effects,
                unknown + other.unknown,
                lost + other.lost,
                disordered + other.disordered,
                gaps + other.gaps,
                doubled + other.doubled,
                doneWithoutEffect + other.doneWithoutEffect,
                failedWithEffect + other.failedWithEffect,
                stray + other.stray,
                invalid + other.invalid,
                cut + other.cut,
                endedTwice + other.endedTwice,
                parallel + other.parallel,
                unsettled + other.unsettled,
                hidden + other.hidden,
                slowest.compareTo(other.slowest) > 0 ? slowest : other.slowest,
                settledInTime + other.settledInTime,
                settledLate + other.settledLate,
                damaged + other.damaged,
                repeatedNonces + other.repeatedNonces,
                unaudited + other.unaudited,
                all);
    }

    String report() {
        StringBuilder report = new StringBuilder("| | |\n|---|---|\n");
        row(report, "engines killed", kills);
        row(report, "acknowledged messages", acknowledged);
        row(report, "effects", effects);
        row(report, "calls shown as unknown", unknown);
        mustBeZero().forEach((name, count) -> row(report, "**" + name + "**", count));
        row(report, "starts after which settling was waited for", settledInTime + settledLate);
        row(report, "the slowest of them, from the start of the process, ms", slowest.toMillis());
        report.append("\nWhat the kills left behind, counted at the next start:\n\n| | |\n|---|---|\n");
        found.forEach((kind, count) -> row(report, kind, count));
        return report.toString();
    }

    private static void row(StringBuilder report, String name, Object value) {
        report.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
