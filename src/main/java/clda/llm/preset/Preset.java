package clda.llm.preset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The requirements and peculiarities of a server.
 *
 * @param title the name shown to people
 * @param dialect the provider whose dialect it uses, as named in {@code clda.llm.provider}
 * @param alternatives the presets that the first answer may identify; empty if the server is named or known by its address
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

    /** A copy for a server that may turn out to be one of the others. */
    Preset or(List<Preset> others) {
        return new Preset(name, title, dialect, signs, history, request, answer, finish, waits, others);
    }

    /** The preset that the fingerprint identifies; this one if it identifies none. */
    public Preset knownBy(String fingerprint) {
        return alternatives.stream()
                .filter(preset -> preset.signs.areOf(fingerprint))
                .findFirst()
                .orElse(this);
    }

    /**
     * The signs by which the server is recognised.
     *
     * @param hosts host names, or ends of host names after a dot
     * @param ports the ports of servers that people run themselves
     * @param fingerprints regular expressions for the {@code system_fingerprint} of an answer
     */
    public record Signs(List<String> hosts, List<Integer> ports, List<String> fingerprints) {

        boolean areOf(URI address) {
            // By hand, since URI does not parse an authority whose host has an underscore.
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
     * The form of history that it accepts.
     *
     * @param callIds how calls are numbered: {@code {id}} is our own, {@code {nine}} nine letters and digits, {@code {tool}} the
     *     name, {@code {n}} the count of calls before it
     * @param takesTurns whether messages of the user and of the model must alternate
     * @param answerAfterTool whether a message of the model must stand between a result and a user message
     * @param emptyContent the content of a message that has calls but no text
     * @param toolNames the characters allowed in the name of a tool, as in the brackets of a regular expression
     * @param toolNameLength the maximum length of the name of a tool
     * @param namesResults whether a result names its tool
     * @param reasoning which of its thoughts are sent back
     * @param reasoningField the field that holds them; {@code content} for the beginning of the text, between the first tags of
     *     {@link Answer#thoughtTags}
     * @param keptOfMessage fields of its message that are sent back unchanged
     * @param keptOfCall fields of its calls that are sent back unchanged
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

    /** The allowed system messages: any number, one at the beginning, none. */
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

    /** The thoughts that are sent back: none, those of messages with calls, all. */
    public enum Back {
        NEVER,
        CALLS,
        ALWAYS
    }

    /**
     * The form of a request.
     *
     * @param key the header in which the key is sent
     * @param longest the name of the field for the maximum length of the answer
     * @param streamOptions whether it knows {@code stream_options}
     * @param cacheKey whether it knows {@code prompt_cache_key}
     * @param effort the fields that say how much to think, with {@code {effort}} for the word that is configured
     * @param schema how an answer that follows a schema is requested
     * @param refusedOfSchemas JSON Schema keywords that it does not accept in the parameters of tools
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

    /** The header that holds the key: {@code Authorization: Bearer}, {@code api-key}. */
    public enum Key {
        BEARER,
        API_KEY
    }

    /** What is sent: the whole schema; only that the answer must be an object; nothing. */
    public enum Schema {
        FULL,
        OBJECT,
        NONE
    }

    /**
     * The form of an answer.
     *
     * @param thoughts fields of a piece that may hold thoughts of the model; the first that is present counts
     * @param thoughtTags the tags around thoughts at the beginning of the text
     * @param thinksFromTheStart whether the text begins inside these tags
     * @param callTags the tags around calls in the text
     * @param channels whether the text is written in channels, as gpt-oss does (harmony)
     * @param errors JSON pointers to values of a piece that are not zero if something failed
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
     * The end of an answer.
     *
     * @param reasons the meaning of each reason; a reason that is not listed means {@link Meaning#BROKEN}
     * @param markWithoutReason the meaning of an end mark ({@code [DONE]}) without a reason
     * @param reasonWithoutMark the meaning of a reason without an end mark after it
     */
    public record Finish(Map<String, Meaning> reasons, Meaning markWithoutReason, Meaning reasonWithoutMark) {

        public Meaning of(String reason) {
            return reasons.getOrDefault(reason, Meaning.BROKEN);
        }
    }

    /**
     * How long to wait for the server.
     *
     * @param loadingSeconds the time in which it may load a model before the first word; 0 if its models are always loaded
     */
    public record Waits(int loadingSeconds) {
        public Duration loading() {
            return Duration.ofSeconds(loadingSeconds);
        }
    }

    /** The outcome of an answer. */
    public enum Meaning {
        /** The answer is complete. */
        WHOLE,
        /** The answer reached the maximum length. */
        TRUNCATED,
        /** The answer was refused or filtered. */
        REFUSED,
        /** The answer was broken off. */
        BROKEN
    }
}
