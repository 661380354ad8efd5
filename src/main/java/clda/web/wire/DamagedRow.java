package clda.web.wire;

/**
 * A row of which nothing but its id is known.
 */
public record DamagedRow(String id, String state) implements Row {
    static final String STATE = "damaged";

    public DamagedRow(String id) {
        this(id, STATE);
    }
}
