package clda.it;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests and their answers as a text that is the same in every run: what differs from run to run has fixed stand-ins. */
final class Golden {

    private static final Pattern ID =
            Pattern.compile("(?:\"[a-zA-Z]*[iI]d\":\"|/conversations/)([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");
    private static final Pattern TASK = Pattern.compile("task-[0-9a-f]{26}");
    private static final Pattern LONG = Pattern.compile("\"(token|ticket)\":\"[^\"]+\"");
    private static final Pattern HASH = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");
    private static final Pattern DAY = Pattern.compile("\"day\":\"\\d{4}-\\d\\d-\\d\\d\"");
    private static final Pattern PORT = Pattern.compile("http://localhost:\\d+");
    private static final Pattern CONFIDENCE = Pattern.compile("\"confidence\":[0-9.E-]+");
    private static final Pattern SECONDS = Pattern.compile("\"timestamp\":[0-9.E]+");
    /** The servers' versions of the parser stop at different characters. */
    private static final Pattern COLUMN = Pattern.compile("line (\\d+), column \\d+");

    private static final Pattern VERSION = Pattern.compile("\"version\":\"[^\"]+\"");

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<Map.Entry<Pattern, String>> others = new ArrayList<>();

    /** What matches is always written as this. */
    Golden replacing(String pattern, String by) {
        others.add(Map.entry(Pattern.compile(pattern), by));
        return this;
    }

    Client.Answer ask(Client client, String method, String path, @Nullable String body) {
        return ask(client, method, path, body, Map.of());
    }

    Client.Answer ask(Client client, String method, String path, @Nullable String body, Map<String, String> headers) {
        Client.Answer answer = client.send(method, path, body, headers);
        write(method, path, headers, body, answer);
        return answer;
    }

    /** One whose body differs from run to run in a way that the pattern tells. */
    Client.Answer ask(
            Client client, String method, String path, @Nullable String body, String differing, String replacement) {
        Client.Answer answer = client.send(method, path, body);
        write(
                method,
                path,
                Map.of(),
                body,
                new Client.Answer(
                        answer.status(),
                        answer.type(),
                        answer.json(),
                        Pattern.compile(differing, Pattern.DOTALL)
                                .matcher(answer.text())
                                .replaceAll(replacement),
                        answer.response()));
        return answer;
    }

    /** One that was asked for in another way. */
    void write(String method, String path, Map<String, String> headers, @Nullable String body, Client.Answer answer) {
        text.append("### ").append(method).append(' ').append(path).append('\n');
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        if (body != null) {
            text.append(body).append('\n');
        }
        text.append("=> ").append(answer.status()).append(' ').append(answer.type());
        for (String header : List.of("Location", "WWW-Authenticate", "Content-Disposition")) {
            if (!answer.header(header).isEmpty()) {
                text.append("\n").append(header).append(": ").append(answer.header(header));
            }
        }
        text.append('\n').append(answer.text()).append("\n\n");
    }

    /** A message over a socket, and what came back. */
    void frame(String sent, JsonNode received) {
        text.append("### SOCKET\n")
                .append(sent)
                .append("\n=> ")
                .append(received)
                .append("\n\n");
    }

    /** The list of tools as it was answered, without those that the kept answers do not name. */
    static String knownTools(String answer, String kept) throws JsonProcessingException {
        JsonNode list = Json.MAPPER.readTree(answer);
        ArrayNode tools = list.withArray("items");
        for (int i = tools.size() - 1; i >= 0; i--) {
            if (!kept.contains("{\"name\":" + tools.path(i).path("name") + ",")) {
                tools.remove(i);
            }
        }
        return list.toString();
    }

    String text() {
        String all = text.toString();
        for (Map.Entry<Pattern, String> other : others) {
            all = other.getKey().matcher(all).replaceAll(other.getValue());
        }
        all = LONG.matcher(all).replaceAll("\"$1\":\"secret\"");
        all = named(HASH, all, "%064x");
        all = named(TASK, all, "task-%026x");
        Matcher id = ID.matcher(all);
        Set<String> ids = new LinkedHashSet<>();
        while (id.find()) {
            ids.add(id.group(1));
        }
        for (String known : ids) {
            all = all.replace(known, name(known, "Identifier%012d"));
        }
        all = INSTANT.matcher(all).replaceAll("2026-01-31T12:00:00Z");
        all = DAY.matcher(all).replaceAll("\"day\":\"2026-01-31\"");
        all = PORT.matcher(all).replaceAll("http://localhost");
        all = CONFIDENCE.matcher(all).replaceAll("\"confidence\":0.9");
        all = SECONDS.matcher(all).replaceAll("\"timestamp\":1769860800.0");
        all = all.replace("\"store\":\"PostgreSQL\"", "\"store\":\"SQLite\"");
        all = COLUMN.matcher(all).replaceAll("line $1, column 1");
        return VERSION.matcher(all).replaceAll("\"version\":\"1\"");
    }

    private String named(Pattern pattern, String all, String format) {
        return pattern.matcher(all).replaceAll(one -> name(one.group(), format));
    }

    private String name(String known, String format) {
        return names.computeIfAbsent(known, any -> format.formatted(names.size() + 1));
    }
}
