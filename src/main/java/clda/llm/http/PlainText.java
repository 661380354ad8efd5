package clda.llm.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text of pieces that hold only text, as nearly all pieces of an answer do. Uses one parser for the whole answer and
 * does not build the values around the text. The caller must parse any other piece in full and strictly.
 */
public final class PlainText {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the members of one object, whose start has already been read. */
    @FunctionalInterface
    public interface Form {
        /** @return the text; null if the piece holds anything else, in which case it need not be read to its end */
        @Nullable
        String text(JsonParser members) throws IOException;
    }

    private final Form form;
    private @Nullable JsonParser parser;

    public PlainText(Form form) {
        this.form = form;
    }

    /** @return null if the piece is not plain text, or no object */
    public @Nullable String in(byte[] data, int from, int length) {
        try {
            JsonParser tokens = parser == null ? JSON.createNonBlockingByteArrayParser() : parser;
            parser = tokens;
            ((ByteArrayFeeder) tokens.getNonBlockingInputFeeder()).feedInput(data, from, from + length);
            if (tokens.nextToken() == JsonToken.START_OBJECT) {
                String text = form.text(tokens);
                if (endsWithTheObject(tokens)) {
                    return text;
                }
            }
        } catch (IOException e) {
            // The caller parses the piece again in full and reports the error.
        }
        // The rest of the piece would be taken for the beginning of the next one.
        parser = null;
        return null;
    }

    private static boolean endsWithTheObject(JsonParser tokens) throws IOException {
        while (!tokens.getParsingContext().inRoot()) {
            if (tokens.nextToken() == JsonToken.NOT_AVAILABLE) {
                return false;
            }
        }
        return tokens.nextToken() == JsonToken.NOT_AVAILABLE;
    }

    /** Whether the current string equals the expected one; creates no string. */
    public static boolean isText(JsonParser at, String expected) throws IOException {
        if (at.currentToken() != JsonToken.VALUE_STRING || at.getTextLength() != expected.length()) {
            return false;
        }
        char[] characters = at.getTextCharacters();
        int offset = at.getTextOffset();
        for (int i = 0; i < expected.length(); i++) {
            if (characters[offset + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
