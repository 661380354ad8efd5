package clda.tools;

/**
 * Has a result shown as a table with a chart: a member {@code chart} of a result, beside its {@code rows}. A member {@code total} is
 * the last line of the table, {@code from} and {@code to} are part of its caption, {@code currency} is that of the values.
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

    public enum Kind {
        /** Things beside each other. */
        bar,
        /** The same in the course of time. */
        line
    }
}
