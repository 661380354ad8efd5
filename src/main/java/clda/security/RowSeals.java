package clda.security;

import clda.security.KeyRing.Damaged;
import clda.security.KeyRing.DataKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Seals over the columns of a row: someone who can write to the database but does not have the key can neither change a column
 * nor move a seal to another row unnoticed. A seal is an empty text, encrypted with the columns as its associated data.
 */
public final class RowSeals {

    private static final byte[] NOTHING = new byte[0];

    private final DataKey shared;
    private final Damages damages;

    public RowSeals(KeyRing keyRing, Damages damages) {
        this.shared = keyRing.shared();
        this.damages = damages;
    }

    /**
     * A row as its seal sees it.
     *
     * @param kind what kind of row it is, in the singular
     * @param id distinguishes it from other rows of its kind
     * @param columns every column that affects a decision, in a fixed order: texts, numbers, booleans, bytes or null
     */
    public record Row(String kind, String id, @Nullable Object... columns) {

        private byte[] encoded() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                write(out, "row");
                write(out, kind);
                write(out, id);
                for (Object column : columns) {
                    write(out, column);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        /** Databases return integers and booleans as different Java types. */
        private static void write(DataOutputStream out, @Nullable Object column) throws IOException {
            byte[] value =
                    switch (column) {
                        case null -> NOTHING;
                        case byte[] some -> some;
                        case Boolean flag -> (flag ? "1" : "0").getBytes(StandardCharsets.UTF_8);
                        case Number number -> String.valueOf(number.longValue()).getBytes(StandardCharsets.UTF_8);
                        case String text -> text.getBytes(StandardCharsets.UTF_8);
                        default -> throw new IllegalArgumentException("no column holds a " + column.getClass());
                    };
            out.writeInt(column == null ? -1 : value.length);
            out.write(value);
        }

        String name() {
            return kind + " " + id;
        }
    }

    /** The seal of the row as it is now. */
    public byte[] seal(Row row) {
        return seal(row, shared);
    }

    /** The same under another key, such as a conversation's. */
    public byte[] seal(Row row, DataKey key) {
        return key.seal(NOTHING, row.encoded());
    }

    /** @throws Damaged if the row is not as it was sealed; administrators are notified */
    public void check(Row row, byte @Nullable [] seal) {
        check(row, seal, shared);
    }

    /** The same under another key, such as a conversation's. */
    public void check(Row row, byte @Nullable [] seal, DataKey key) {
        try {
            if (seal == null) {
                throw new Damaged(row.name(), null);
            }
            key.open(seal, row.encoded());
        } catch (Damaged e) {
            throw damaged(row.name(), e);
        }
    }

    /**
     * Whether the row is as it was sealed; administrators are notified if it is not. For lists, which leave out damaged rows.
     */
    public boolean isWhole(Row row, byte @Nullable [] seal) {
        try {
            check(row, seal);
            return true;
        } catch (Damaged e) {
            return false;
        }
    }

    /** Notifies administrators. @param what as in {@link Damages#notice} */
    public Damaged damaged(String what, @Nullable Throwable cause) {
        damages.notice(what);
        return new Damaged(what, cause);
    }
}
