package clda.tools;

import clda.json.Worded;

/**
 * Shows a result as a table with a chart: the member {@code chart} of a result, next to its {@code rows}. A member
 * {@code total} becomes the last row of the table, {@code from} and {@code to} become part of its caption, and {@code currency}
 * is the currency of the values.
 *
 * <pre>
 * record Report(List&lt;Row&gt; rows, Chart chart) {}
 * record Row(String city, long visitors) {}
 * new Report(rows, new Chart(Chart.Kind.bar, "city", "visitors"))
 * </pre>
 *
 * @param label the member of each row that names it
 * @param value the member of each row that is drawn, a number
 */
public record Chart(Kind kind, String label, String value) {

    public enum Kind implements Worded {
        /** Compares items with each other. */
        BAR,
        /** Shows values over time. */
        LINE
    }
}
