package clda.llm.http;

import clda.conversation.MessageUsage;
import clda.conversation.Reasoning;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.llm.ModelReply.End;
import clda.llm.ModelReply.ProposedCall;
import clda.tools.CallArguments;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being received. It is complete only once the provider has reported how it ended; until then it may
 * have been cut off anywhere.
 */
public final class Draft {

    private static final int MAX_TEXT = 1_000_000;
    static final int MAX_ARGUMENTS = 200_000;
    private static final int MAX_NAME = 256;
    private static final int MAX_CALLS = 128;

    /** A tool call whose parts are still coming. */
    public static final class Call {
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        public void name(String piece) {
            name.append(piece);
            check();
        }

        /** Sets the name where the provider repeats it in full. */
        public void wholeName(String whole) {
            name.setLength(0);
            name(whole);
        }

        /** The name as received so far. */
        public String name() {
            return name.toString();
        }

        /** The arguments as received so far, as the provider wrote them. */
        public String arguments() {
            return arguments.toString();
        }

        public boolean hasArguments() {
            return !arguments.isEmpty();
        }

        public void arguments(String piece) {
            arguments.append(piece);
            check();
        }

        /** Sets the arguments where the provider repeats them in full at the end. */
        public void allArguments(String all) {
            arguments.setLength(0);
            arguments(all);
        }

        private void check() {
            if (arguments.length() > MAX_ARGUMENTS || name.length() > MAX_NAME) {
                throw endless();
            }
        }

        private ProposedCall proposed(UnaryOperator<String> names) {
            return new ProposedCall(
                    names.apply(name.toString()), CallArguments.read(WrittenArguments.unwrapped(arguments.toString())));
        }
    }

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final Map<Long, Call> calls = new TreeMap<>();
    private UnaryOperator<String> names = UnaryOperator.identity();
    private int shownUpTo;
    private String model;
    private @Nullable End end;
    private @Nullable MessageUsage usage;
    private @Nullable String provider;
    private @Nullable JsonNode kept;

    /** @param asked the model that was asked for, in case the server does not say which one answers */
    Draft(String asked) {
        this.model = asked;
    }

    public void model(String name) {
        if (!name.isBlank()) {
            model = name;
        }
    }

    public void say(String piece) {
        text.append(piece);
        if (text.length() > MAX_TEXT) {
            throw endless();
        }
    }

    /** A piece of the summary of what the model thinks. */
    public void think(String piece) {
        thought.append(piece);
        if (thought.length() > MAX_TEXT) {
            throw endless();
        }
    }

    /** @param items the items that the next request has to send back; null if none */
    public void keepReasoning(String of, @Nullable JsonNode items) {
        provider = of;
        kept = items;
    }

    /** Whether the provider has sent any reasoning. */
    public boolean hasThought() {
        return !thought.isEmpty();
    }

    /** @param own our name of a tool by that which the provider was given */
    public void names(UnaryOperator<String> own) {
        names = own;
    }

    /** The next call after those that there are. */
    public Call nextCall() {
        return call(calls.size());
    }

    public Call call(long index) {
        Call call = calls.computeIfAbsent(index, created -> new Call());
        if (calls.size() > MAX_CALLS) {
            throw endless();
        }
        return call;
    }

    public void usage(MessageUsage counted) {
        usage = counted;
    }

    /** Records that the provider has ended the answer. A truncated answer stays truncated. */
    public void ends(End how) {
        end = end == End.LENGTH ? End.LENGTH : how;
    }

    public boolean isWhole() {
        return end != null;
    }

    /** The text received since the last call; empty if none. */
    String news() {
        String news = text.substring(shownUpTo);
        shownUpTo = text.length();
        return news;
    }

    /** @throws ModelFailure if the answer is not whole */
    ModelReply reply() {
        if (end == null) {
            throw new ModelFailure(Reason.BROKEN, "the answer broke off");
        }
        List<ProposedCall> proposed =
                calls.values().stream().map(call -> call.proposed(names)).toList();
        Reasoning reasoning = provider == null ? null : new Reasoning(thought.toString(), provider, kept);
        return new ModelReply(model, text.toString(), proposed, usage, end, reasoning);
    }

    private static ModelFailure endless() {
        return new ModelFailure(Reason.BROKEN, "the answer does not end");
    }
}
