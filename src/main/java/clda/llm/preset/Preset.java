package clda.llm.preset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server needs and does differently from others.
 *
 * @param title for people
 * @param dialect the provider, as {@code clda.llm.provider} names it, whose words it speaks
 * @param alternatives what the first answer may show the server to be; none where it is named or known by its address
 */
public record Preset(
        String name,
        String title,
        String dialect,
        Signs signs,
        History history,
        Request request,
        Answer answer,
        Finish finish,
        Waits waits,
        List<Preset> alternatives) {

    /** The same for a server that may be one of these. */
    Preset or(List<Preset> others) {
        return new Preset(name, title, dialect, signs, history, request, answer, finish, waits, others);
    }

    /** What the server is by what it says of itself; the same if that tells nothing. */
    public Preset knownBy(String fingerprint) {
        return alternatives.stream()
                .filter(preset -> preset.signs.areOf(fingerprint))
                .findFirst()
                .orElse(this);
    }

    /**
     * By what it is known.
     *
     * @param hosts the end of the name of the host, from a dot on or as a whole
     * @param ports of servers that people run themselves
     * @param fingerprints what the {@code system_fingerprint} of an answer is, as regular expressions
     */
    public record Signs(List<String> hosts, List<Integer> ports, List<String> fingerprints) {

        boolean areOf(URI address) {
            // By hand, since URI takes apart no authority whose host has an underscore.
            String authority = String.valueOf(address.getRawAuthority()).replaceFirst("^.*@", "");
            String host = authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
            return ports.stream().anyMatch(port -> authority.endsWith(":" + port))
                    || hosts.stream().anyMatch(end -> host.equals(end) || host.endsWith("." + end));
        }

        boolean areOf(String fingerprint) {
            return fingerprints.stream().anyMatch(fingerprint::matches);
        }
    }

    /**
     * Which history it takes.
     *
     * @param callIds how calls are numbered: {@code {id}} is our own, {@code {nine}} nine letters and digits, {@code {tool}} the
     *     name, {@code {n}} the count of calls before it
     * @param takesTurns whether people and the model have to speak in turn
     * @param answerAfterTool whether the model has to speak between a result and a person
     * @param emptyContent what stands beside calls where nothing was said
     * @param toolNames letters of a tool's name, as in the brackets of a regular expression
     * @param toolNameLength at most
     * @param namesResults whether a result names its tool
     * @param reasoning which of its thoughts go back
     * @param reasoningField where they stand; {@code content} for the beginning of the text, between the first tags of
     *     {@link Answer#thoughtTags}
     * @param keptOfMessage fields of its message that go back as they came
     * @param keptOfCall fields of its calls that go back as they came
     * @param missingOfMessage what stands where its thoughts would and there are none of it
     * @param missingOfCall what the first call of a message has that was not its own
     */
    public record History(
            String callIds,
            SystemMessages systemMessages,
            boolean takesTurns,
            boolean answerAfterTool,
            EmptyContent emptyContent,
            String toolNames,
            int toolNameLength,
            boolean namesResults,
            Back reasoning,
            String reasoningField,
            List<String> keptOfMessage,
            List<String> keptOfCall,
            ObjectNode missingOfMessage,
            ObjectNode missingOfCall) {}

    /** How many messages of the system there may be: any number, one at the beginning, none. */
    public enum SystemMessages {
        SEVERAL,
        ONE,
        NONE
    }

    public enum EmptyContent {
        ABSENT,
        NULL,
        EMPTY
    }

    /** Which thoughts go back: none, those beside calls, all. */
    public enum Back {
        NEVER,
        CALLS,
        ALWAYS
    }

    /**
     * What goes with a request.
     *
     * @param key how it is told the key
     * @param longest the name of the field that says how long the answer may become
     * @param streamOptions whether it knows {@code stream_options}
     * @param cacheKey whether it knows {@code prompt_cache_key}
     * @param effort the fields that say how much to think, with {@code {effort}} for the word that is configured
     * @param schema how it is asked for an answer that follows a schema
     * @param refusedOfSchemas words of JSON Schema that it does not take in the parameters of tools
     * @param body fields that every request has
     */
    public record Request(
            Key key,
            String longest,
            boolean streamOptions,
            boolean cacheKey,
            ObjectNode effort,
            Schema schema,
            List<String> refusedOfSchemas,
            ObjectNode body) {}

    /** The header that the key stands in: {@code Authorization: Bearer}, {@code api-key}. */
    public enum Key {
        BEARER,
        API_KEY
    }

    /** The whole schema; only that it is to be an object; nothing. */
    public enum Schema {
        FULL,
        OBJECT,
        NONE
    }

    /**
     * How it answers.
     *
     * @param thoughts fields of a piece that hold what the model thinks: the first that is there counts
     * @param thoughtTags between which the model thinks at the beginning of its text
     * @param thinksFromTheStart whether the text begins inside them
     * @param callTags between which calls stand in the text
     * @param channels whether the text is written in channels, as gpt-oss does (harmony)
     * @param errors where a piece says that something failed, as JSON pointers to what is not zero then
     */
    public record Answer(
            List<String> thoughts,
            List<Tags> thoughtTags,
            boolean thinksFromTheStart,
            List<Tags> callTags,
            boolean channels,
            List<String> errors) {}

    /** @param end empty for the end of the text */
    public record Tags(String begin, String end) {}

    /**
     * What ends an answer.
     *
     * @param reasons what each reason means; one that does not stand here is {@link Meaning#BROKEN}
     * @param markWithoutReason what an end without a reason is ({@code [DONE]})
     * @param reasonWithoutMark what a reason is that no end follows
     */
    public record Finish(Map<String, Meaning> reasons, Meaning markWithoutReason, Meaning reasonWithoutMark) {

        public Meaning of(String reason) {
            return reasons.getOrDefault(reason, Meaning.BROKEN);
        }
    }

    /**
     * How long it lets others wait.
     *
     * @param loadingSeconds how long it may take to load a model before it says the first word; 0 if its models are always there
     */
    public record Waits(int loadingSeconds) {
        public Duration loading() {
            return Duration.ofSeconds(loadingSeconds);
        }
    }

    /** What became of an answer. */
    public enum Meaning {
        /** All that the model had to say. */
        WHOLE,
        /** It became too long. */
        TRUNCATED,
        /** Someone would not have it said. */
        REFUSED,
        /** It was broken off. */
        BROKEN
    }
}
