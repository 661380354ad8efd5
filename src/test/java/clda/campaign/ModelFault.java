package clda.campaign;

import clda.kit.ScriptedModelServer;
import clda.kit.ScriptedModelServer.Answer;
import clda.kit.speech.Recording;
import clda.kit.speech.Said;
import clda.kit.speech.Speech;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What models and what lies between do wrong, and what may come of it. */
enum ModelFault {
    NOTHING(May.ANSWER_ONLY),
    SILENCE_BEFORE_THE_HEADERS(May.NO_ANSWER),
    SILENCE_AFTER_THE_HEADERS(May.NO_ANSWER),
    STALL(May.NO_ANSWER),
    BUSY(May.NO_ANSWER),
    BUSY_FOR_NOW(May.ANSWER_ONLY),
    OVERLOADED(May.NO_ANSWER),
    SERVER_ERROR(May.NO_ANSWER),
    BAD_GATEWAY(May.NO_ANSWER),
    KEY_REVOKED(May.NO_ANSWER),
    CLOSED_AT_ONCE(May.NO_ANSWER),
    CUT(May.EITHER),
    ENDED_EARLY(May.EITHER),
    ERROR_IN_THE_STREAM(May.NO_ANSWER),
    MALFORMED_PIECE(May.NO_ANSWER),
    HTML_PAGE(May.NO_ANSWER),
    COMPRESSED_GARBAGE(May.NO_ANSWER),
    SINGLE_BYTES_AND_PINGS(May.ANSWER_ONLY),
    CARRIAGE_RETURNS(May.ANSWER_ONLY),
    FLIPPED_BIT(May.ANYTHING),
    DOUBLED_PIECE(May.ANYTHING),
    INVALID_ARGUMENTS(May.EITHER),
    UNKNOWN_TOOL(May.EITHER),
    TWO_HUNDRED_CALLS(May.NO_ANSWER),
    HOSTILE_ARGUMENTS(May.EITHER),
    ENDLESS_LOOP(May.NO_ANSWER),
    NO_END_OF_TEXT(May.NO_ANSWER),
    EMPTY(May.NO_ANSWER),
    ONLY_SPACES(May.NO_ANSWER),
    LENGTH_LIMIT(May.NO_ANSWER),
    REFUSAL(May.ANYTHING),
    UNKNOWN_USAGE(May.ANSWER_ONLY),
    BROKEN_OFF_WITH_A_REASON(May.NO_ANSWER),
    EMPTY_REASON(May.NO_ANSWER),
    NO_REASON(May.NO_ANSWER),
    NO_EMPTY_LINE_AT_THE_END(May.ANSWER_ONLY),
    ANOTHER_CONTENT_TYPE(May.ANSWER_ONLY),
    USAGE_OF_NULLS(May.ANSWER_ONLY),
    UNKNOWN_PIECES(May.ANSWER_ONLY),
    WHOLE_AT_ONCE(May.ANSWER_ONLY),
    WHOLE_AT_ONCE_AND_CUT(May.EITHER),
    THOUGHTS_IN_THE_TEXT(May.ANSWER_ONLY);

    private static final Pattern REASON =
            Pattern.compile("(\"(?:finish_reason|stop_reason|done_reason)\":)\"[a-z_]+\"");
    private static final Pattern COUNT = Pattern.compile("(\"[a-z_]*(?:_tokens|eval_count)\":)\\d+");

    /** How a turn may end. */
    enum May {
        /** With the whole answer of the model. */
        ANSWER_ONLY,
        /** Failed, or with somebody else's answer; never with a part of this one. */
        NO_ANSWER,
        /** With the whole answer, or as if there were none. */
        EITHER,
        /** Any end that says what it is. */
        ANYTHING
    }

    final May may;

    ModelFault(May may) {
        this.may = may;
    }

    /** Answers of the model, one for each request; the last goes on for ever. */
    List<Answer> answers(Speech speech, Random random, String text, ScriptedModelServer server) {
        Said said = Said.text(pieces(text, random));
        Recording good = speech.of(said);
        int frames = good.frames().size();
        int bytes = good.bytes().length;
        Answer whole = good.whole();
        return switch (this) {
            case NOTHING -> List.of(whole);
            case SILENCE_BEFORE_THE_HEADERS -> List.of(server.silence());
            case SILENCE_AFTER_THE_HEADERS -> List.of(good.interrupted(0, server.silence()));
            case STALL -> List.of(good.interrupted(1 + random.nextInt(frames - 1), server.silence()));
            case BUSY -> List.of(speech.status(429, ""));
            case BUSY_FOR_NOW -> List.of(speech.status(429, "Retry-After: 0"), whole);
            case OVERLOADED -> List.of(speech.status(529, ""));
            case SERVER_ERROR -> List.of(speech.status(random.nextBoolean() ? 500 : 503, ""));
            case BAD_GATEWAY -> List.of(speech.status(502, ""));
            case KEY_REVOKED -> List.of(speech.status(random.nextBoolean() ? 401 : 403, ""));
            case CLOSED_AT_ONCE -> List.of(wire -> {});
            case CUT -> List.of(good.cutAfter(random.nextInt(bytes)));
            case ENDED_EARLY -> List.of(good.endedAfter(random.nextInt(bytes)));
            case ERROR_IN_THE_STREAM ->
                List.of(good.interrupted(random.nextInt(frames - 2), wire -> wire.bytes(speech.error())));
            case MALFORMED_PIECE ->
                List.of(good.with(replaced(good, random, frames)).whole());
            case HTML_PAGE ->
                List.of(wire -> {
                    wire.begin("text/html");
                    wire.bytes("<html><h1>502 Bad Gateway</h1></html>".getBytes(StandardCharsets.UTF_8));
                    wire.end();
                });
            case COMPRESSED_GARBAGE ->
                List.of(wire -> {
                    byte[] garbage = new byte[500];
                    random.nextBytes(garbage);
                    wire.begin(good.contentType() + "\r\nContent-Encoding: gzip");
                    wire.bytes(garbage);
                    wire.end();
                });
            case SINGLE_BYTES_AND_PINGS ->
                List.of(good.with(withPings(good, speech)).sliced(1 + random.nextInt(3)));
            case CARRIAGE_RETURNS ->
                List.of(good.with(withCarriageReturns(good)).sliced(1 + random.nextInt(40)));
            case FLIPPED_BIT -> {
                byte[] broken = good.bytes();
                broken[random.nextInt(bytes)] ^= (byte) (1 << random.nextInt(8));
                yield List.of(good.with(List.of(broken)).whole());
            }
            case DOUBLED_PIECE -> {
                List<byte[]> doubled = new ArrayList<>(good.frames());
                int at = random.nextInt(frames);
                doubled.add(at, doubled.get(at));
                yield List.of(good.with(doubled).whole());
            }
            case INVALID_ARGUMENTS ->
                List.of(
                        speech.of(Said.calls("find_order", "{\"orderNumber\":")).whole(),
                        speech.of(Said.calls("find_order", "{\"orderNumber\":7}"))
                                .whole(),
                        random.nextBoolean()
                                ? whole
                                : speech.of(Said.calls("find_order", "[1]")).whole());
            case UNKNOWN_TOOL ->
                List.of(
                        speech.of(Said.calls("rm_rf", "{}", "", "{}", "find_order'; --", "{}"))
                                .whole(),
                        whole);
            case TWO_HUNDRED_CALLS ->
                List.of(speech.of(Said.calls(IntStream.range(0, 200)
                                .boxed()
                                .flatMap(i -> java.util.stream.Stream.of("find_order", "{\"orderNumber\":\"A-1001\"}"))
                                .toArray(String[]::new)))
                        .whole());
            case HOSTILE_ARGUMENTS ->
                List.of(speech.of(Said.calls("find_order", hostile(random))).whole(), whole);
            case ENDLESS_LOOP -> loops(speech, random);
            case NO_END_OF_TEXT -> List.of(endless(speech, good));
            case EMPTY -> List.of(speech.of(Said.text()).whole());
            case ONLY_SPACES -> List.of(speech.of(Said.text("  ", "\n", " ")).whole());
            case LENGTH_LIMIT ->
                List.of(speech.of(said.endingWith(Said.End.LENGTH)).whole());
            case REFUSAL -> List.of(speech.of(said.endingWith(Said.End.REFUSAL)).whole());
            case UNKNOWN_USAGE -> List.of(speech.of(said.uncounted()).whole());
            case BROKEN_OFF_WITH_A_REASON ->
                List.of(ending(good, reason(random)).whole());
            case EMPTY_REASON -> List.of(ending(good, "").whole());
            case NO_REASON -> List.of(ending(good, null).whole());
            case NO_EMPTY_LINE_AT_THE_END -> List.of(good.endedAfter(Shapes.lengthWithoutEnd(good)));
            case ANOTHER_CONTENT_TYPE ->
                List.of(new Recording(random.nextBoolean() ? "text/plain" : "application/octet-stream", good.frames())
                        .whole());
            case USAGE_OF_NULLS ->
                List.of(Shapes.replaced(good, frame -> COUNT.matcher(frame).replaceAll("$1null"))
                        .whole());
            case UNKNOWN_PIECES ->
                List.of(Shapes.withUnknownPieces(good, speech, random).whole());
            case WHOLE_AT_ONCE -> List.of(Shapes.atOnce(speech, text).whole());
            case WHOLE_AT_ONCE_AND_CUT -> {
                Recording once = Shapes.atOnce(speech, text);
                yield List.of(once.endedAfter(random.nextInt(once.bytes().length)));
            }
            case THOUGHTS_IN_THE_TEXT ->
                List.of(
                        Shapes.hidesThoughts(speech)
                                ? speech.of(Said.text(pieces("<think>Let me < think.</think>\n\n" + text, random)))
                                        .whole()
                                : whole);
        };
    }

    private static String reason(Random random) {
        return List.of("insufficient_system_resource", "abort", "network_error", "error", "unload", "never_heard_of")
                .get(random.nextInt(6));
    }

    /** @param reason null for none */
    private static Recording ending(Recording good, @Nullable String reason) {
        return Shapes.replaced(good, frame -> REASON.matcher(frame)
                .replaceAll(reason == null ? "$1null" : "$1\"" + reason + "\"")
                .replace("response.completed", "response." + (reason == null ? "" : reason)));
    }

    private static String[] pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            if (Character.isHighSurrogate(text.charAt(to - 1)) && to < text.length()) {
                to++;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces.toArray(String[]::new);
    }

    private static List<byte[]> replaced(Recording good, Random random, int frames) {
        List<byte[]> broken = new ArrayList<>(good.frames());
        int at = random.nextInt(frames - 2);
        String frame = new String(broken.get(at), StandardCharsets.UTF_8);
        int value = frame.indexOf('{');
        String garbage =
                switch (random.nextInt(4)) {
                    case 0 -> "{\"a\":1,\"a\":2}";
                    case 1 -> "<html>";
                    case 2 -> "{\"choices\":[{\"delta\":";
                    default -> "[".repeat(5_000);
                };
        broken.set(
                at,
                (frame.substring(0, value) + garbage + frame.substring(frame.lastIndexOf('}') + 1))
                        .getBytes(StandardCharsets.UTF_8));
        return broken;
    }

    private static List<byte[]> withPings(Recording good, Speech speech) {
        List<byte[]> frames = new ArrayList<>();
        good.frames().forEach(frame -> {
            frames.add(speech.ping());
            frames.add(frame);
        });
        return frames;
    }

    private static List<byte[]> withCarriageReturns(Recording good) {
        return good.frames().stream()
                .map(frame -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    for (byte one : frame) {
                        if (one == '\n') {
                            out.write('\r');
                        }
                        out.write(one);
                    }
                    return out.toByteArray();
                })
                .toList();
    }

    private static String hostile(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "{\"orderNumber\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
            case 1 -> "{\"orderNumber\":1e999}";
            case 2 -> "{\"orderNumber\":NaN}";
            case 3 -> "{\"orderNumber\":\"\\ud800\"}";
            case 4 -> "{\"orderNumber\":\"A-1001\",\"__proto__\":{\"admin\":true}}";
            default -> "{\"orderNumber\":\"" + "A".repeat(150_000) + "\"}";
        };
    }

    private static List<Answer> loops(Speech speech, Random random) {
        int kind = random.nextInt(5);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String order = "{\"orderNumber\":\"A-" + 1_001 + "\"}";
            answers.add(speech.of(
                            switch (kind) {
                                case 0 -> Said.calls("find_order", order);
                                case 1 ->
                                    i % 2 == 0
                                            ? Said.calls("find_order", order)
                                            : Said.calls(
                                                    "sales_report",
                                                    "{\"period\":\"last_month\",\"groupBy\":\"region\"}");
                                case 2 -> Said.calls("find_order", "{\"orderNumber\":\"A-" + (1_000 + i) + "\"}");
                                case 3 -> Said.calls("no_such_tool", "{\"n\":" + i + "}");
                                default -> Said.calls("find_order", "{\"orderNumber\":" + i + "}");
                            })
                    .whole());
        }
        return answers;
    }

    /** More than any answer may be, in pieces, for as long as anybody listens. */
    private static Answer endless(Speech speech, Recording good) {
        List<byte[]> begin = speech.of(Said.text("x")).frames();
        byte[] piece = speech.of(Said.text("y".repeat(20_000))).frames().stream()
                .filter(frame -> frame.length > 20_000)
                .findFirst()
                .orElseThrow();
        return wire -> {
            wire.begin(good.contentType());
            for (byte[] frame : begin) {
                if (new String(frame, StandardCharsets.UTF_8).contains("\"x\"")) {
                    break;
                }
                wire.bytes(frame);
            }
            for (int i = 0; i < 5_000; i++) {
                wire.bytes(piece);
            }
        };
    }
}
