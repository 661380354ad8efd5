package clda.relay;

import java.util.ArrayList;
import java.util.List;

/** A long text in pieces that follow each other. */
final class Pieces {

    /** @param index where the piece begins, in UTF-16 code units */
    record Piece(int index, String text) {}

    private Pieces() {}

    /** At least one piece; a character of two code units is not cut in half. */
    static List<Piece> of(String text, int longest) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(text.length(), from + longest);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(new Piece(from, text.substring(from, to)));
            from = to;
        } while (from < text.length());
        return pieces;
    }
}
