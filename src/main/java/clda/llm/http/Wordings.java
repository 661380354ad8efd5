package clda.llm.http;

import clda.json.Json;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelFailure.Window;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meanings of providers' error messages: {@code errors.json} lists known phrases with their sources, and the first that
 * matches counts; otherwise the status decides. Providers pass on each other's words, so that all of them are looked for in
 * all answers.
 */
final class Wordings {

    /**
     * Where the words of the provider stand in what it was sent, they are not the provider's.
     *
     * @param loads whether the model is not there yet and will be
     */
    record Meaning(Reason reason, @Nullable Window window, boolean loads) {}

    private record Row(
            Reason reason,
            boolean loads,
            @Nullable Pattern status,
            @Nullable Pattern unless,
            @Nullable Pattern code,
            @Nullable Pattern words) {

        boolean mayBe(Complaint complaint) {
            String of = String.valueOf(complaint.status());
            return (status == null || status.matcher(of).matches())
                    && (unless == null || !unless.matcher(of).matches())
                    && (code == null
                            || complaint.codes().stream()
                                    .anyMatch(each -> code.matcher(each).matches()));
        }
    }

    /** Minimum tokens of a window: a smaller one could not even hold the instructions, so a smaller number means something else. */
    private static final int SMALLEST_WINDOW = 512;

    private static final List<Row> ROWS = read();

    private Wordings() {}

    /** @param sent all texts of the request, in lower case */
    static Meaning of(Complaint complaint, String sent) {
        for (Row row : ROWS) {
            if (!row.mayBe(complaint)) {
                continue;
            }
            if (row.words == null) {
                return meaning(row, complaint, null);
            }
            Matcher said = row.words.matcher(complaint.words());
            if (said.find() && !sent.contains(said.group().toLowerCase(Locale.ROOT))) {
                return meaning(row, complaint, said);
            }
        }
        Reason reason = byStatus(complaint.status());
        return new Meaning(reason, reason == Reason.TOO_LONG ? Window.UNKNOWN : null, false);
    }

    private static Meaning meaning(Row row, Complaint complaint, @Nullable Matcher said) {
        if (row.reason != Reason.TOO_LONG) {
            return new Meaning(row.reason, null, row.loads);
        }
        Integer holds = complaint.holds() == null ? number(said, "holds") : complaint.holds();
        Integer asked = complaint.asked() == null ? number(said, "asked") : complaint.asked();
        return new Meaning(
                row.reason, new Window(holds != null && holds < SMALLEST_WINDOW ? null : holds, asked), false);
    }

    private static @Nullable Integer number(@Nullable Matcher said, String group) {
        if (said == null || !said.namedGroups().containsKey(group) || said.group(group) == null) {
            return null;
        }
        try {
            return Integer.valueOf(said.group(group));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Reason byStatus(int status) {
        return switch (status) {
            case 0 -> Reason.SERVER_ERROR;
            case 401, 403 -> Reason.DENIED;
            case 402 -> Reason.QUOTA;
            case 404 -> Reason.NOT_FOUND;
            case 413 -> Reason.TOO_LONG;
            case 429, 503, 529 -> Reason.BUSY;
            case 408 -> Reason.SERVER_ERROR;
            // A server that redirects is not the one that was configured.
            default -> status >= 500 ? Reason.SERVER_ERROR : status >= 400 ? Reason.INVALID_REQUEST : Reason.NOT_FOUND;
        };
    }

    private static List<Row> read() {
        try (InputStream in = Wordings.class.getResourceAsStream("errors.json")) {
            if (in == null) {
                throw new IllegalStateException("errors.json is missing from the archive");
            }
            List<Row> rows = new ArrayList<>();
            for (JsonNode row : Json.MAPPER.readTree(in)) {
                rows.add(new Row(
                        Reason.valueOf(row.path("means").asText()),
                        row.path("loads").asBoolean(),
                        pattern(row, "status"),
                        pattern(row, "unless"),
                        pattern(row, "code"),
                        pattern(row, "words")));
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Pattern pattern(JsonNode row, String field) {
        return row.has(field)
                ? Pattern.compile(row.path(field).asText(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                : null;
    }
}
