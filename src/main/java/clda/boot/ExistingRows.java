package clda.boot;

import clda.security.SealsRows;
import java.util.List;

/** Rows that were written by a version without seals. */
final class ExistingRows {

    private ExistingRows() {}

    /**
     * Seals the rows, if they are to be trusted.
     *
     * @throws IllegalStateException if there are such rows and they are not to be trusted
     */
    static void seal(List<SealsRows> all, boolean trusted) {
        if (trusted) {
            all.forEach(SealsRows::sealExisting);
        } else if (all.stream().anyMatch(SealsRows::isUnsealed)) {
            throw new IllegalStateException("This database was written by a version that did not seal its rows."
                    + " If you trust what it holds, start once with clda.security.seal-existing=true.");
        }
    }
}
