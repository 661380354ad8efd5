package clda.meaning;

import clda.conversation.SlotValue;
import clda.llm.ModelReply.ProposedCall;
import clda.meaning.Listener.Reply;
import clda.meaning.Phrases.Wanted;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether what would be done about a sentence is what it asks for. */
enum Verdict {
    /** Done as it was said. */
    DONE,
    /** Nothing was done: it asks, answers or says that it does not understand. */
    NOT_DONE,
    /** Something was looked up that was not asked for; nothing changed. */
    READ,
    /** Not asked for, and shown for approval together with the words that are not understood: a question. */
    SHOWN,
    /** Done in part, and the rest not mentioned. */
    DROPPED,
    /** Free text that ends in words which can also be meant for the assistant. */
    TAIL,
    /** Done with another value than the one that was said. */
    WRONG_VALUE,
    /** Something was done that was not meant. */
    NOT_MEANT;

    private static final Set<String> TEXTS = Set.of("body", "title", "fact", "what");

    /** @param wanted each may be done, and nothing else */
    static Verdict of(Reply reply, List<Wanted> wanted) {
        Verdict worst = reply.calls().isEmpty() ? NOT_DONE : DONE;
        for (ProposedCall call : reply.calls()) {
            Verdict one = of(reply, call, wanted);
            worst = one.compareTo(worst) > 0 ? one : worst;
        }
        return worst;
    }

    private static Verdict of(Reply reply, ProposedCall call, List<Wanted> wanted) {
        if (!Listener.changesSomething(call)) {
            return wanted.stream().anyMatch(want -> tool(want).equals(call.tool()) && right(reply, call, want))
                    ? DONE
                    : READ;
        }
        List<Wanted> same =
                wanted.stream().filter(want -> tool(want).equals(call.tool())).toList();
        if (same.isEmpty()) {
            return reply.names() ? SHOWN : NOT_MEANT;
        }
        if (same.stream().anyMatch(want -> right(reply, call, want))) {
            return DONE;
        }
        return same.stream().anyMatch(want -> hasTail(call, want)) ? TAIL : WRONG_VALUE;
    }

    private static String tool(Wanted want) {
        return want.intent().equals("hand_over") ? "create_ticket" : want.intent();
    }

    private static boolean right(Reply reply, ProposedCall call, Wanted want) {
        return want.values().entrySet().stream()
                .allMatch(value -> right(reply, call, want.intent(), value.getKey(), value.getValue()));
    }

    private static boolean right(Reply reply, ProposedCall call, String intent, String name, String said) {
        JsonNode arguments = call.arguments();
        return switch (name) {
            case "amount" -> arguments.path("amount").decimalValue().compareTo(new BigDecimal(said)) == 0;
            case "number" ->
                intent.equals("close_ticket")
                        ? arguments.path("ticketNumber").asText().equals("T-" + said)
                        : arguments.path("number").asText().equals(said);
            case "fact" -> same(arguments.path("what").asText(), said);
            case "body", "title", "what" -> same(arguments.path(name).asText(), said);
            case "when" -> rawOf(reply, intent, Set.of("at", "every"), said);
            case "month" -> rawOf(reply, intent, Set.of("month"), said);
            case "period" -> rawOf(reply, intent, Set.of("period"), said);
            default -> arguments.path(name).asText().equalsIgnoreCase(said);
        };
    }

    /** A time is right if its words are those that were said; what they mean is another test's. */
    private static boolean rawOf(Reply reply, String intent, Set<String> slots, String said) {
        // Of what is done after the first, the reply does not tell how it was said.
        if (reply.intent() == null || !reply.intent().intent().equals(intent)) {
            return true;
        }
        Map<String, SlotValue> all = reply.intent().slots();
        return all.entrySet().stream()
                .filter(slot -> slots.contains(slot.getKey()))
                .anyMatch(slot -> words(slot.getValue().raw()).equals(words(said)));
    }

    private static String words(String time) {
        return time.toLowerCase(Locale.ROOT).replaceAll("\\b(?:at|on|for|the|of)\\b|'s|[\\s,，的份]", "");
    }

    private static boolean same(String text, String said) {
        return bare(text).equals(bare(said));
    }

    private static String bare(String text) {
        return text.strip()
                .replaceAll("^[\"“「]|[.。!！]+$", "")
                .replaceAll("[\"”」]$", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean hasTail(ProposedCall call, Wanted want) {
        return want.values().entrySet().stream()
                .filter(value -> TEXTS.contains(value.getKey()))
                .anyMatch(value -> {
                    String name = value.getKey().equals("fact") ? "what" : value.getKey();
                    return bare(call.arguments().path(name).asText()).contains(bare(value.getValue()));
                });
    }
}
