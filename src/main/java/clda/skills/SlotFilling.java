package clda.skills;

import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.nlu.account.Account;
import clda.skills.Move.About;
import clda.skills.Move.Act;
import clda.skills.Move.Meant;
import clda.skills.Move.Refusal;
import clda.skills.Move.Say;
import clda.tools.ApprovalRule.By;
import clda.tools.ArgumentCheck;
import clda.tools.ArgumentCheck.Violation;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides what to do with what is known of a request: act, ask for what is missing, or ask whether it is meant. */
final class SlotFilling {

    /** Certainty that a sentence means what it seems to answer. */
    private static final double ANSWERED = 0.8;

    private final Repertoire repertoire;
    private final ArgumentCheck check = new ArgumentCheck();

    SlotFilling(Repertoire repertoire) {
        this.repertoire = repertoire;
    }

    /** How certain it is that the user wants this. */
    enum Sureness {
        SURE,
        /** A yes is asked for only if nothing later would ask for one. */
        LIKELY,
        /** The sentence has words that are not understood: a yes is asked for unless the user is shown the call in any case. */
        UNCLEAR,
        /** A yes is asked for even if something later asks again. */
        DOUBTFUL
    }

    /** @param account the account of the latest sentence */
    record Known(String intent, Map<String, SlotValue> slots, Account account) {
        Meant meant(Heard heard) {
            double confidence = heard.understood().intent().equals(intent)
                    ? heard.understood().confidence()
                    : ANSWERED;
            return new Meant(intent, confidence, slots, heard.understood().source(), account);
        }
    }

    /** Acts if nothing is missing; otherwise asks. */
    Move advance(Known known, Heard heard, List<Frame> below, About about, Sureness sureness) {
        String intent = known.intent();
        Map<String, Refusal> unfit = unfit(intent, known.slots(), heard);
        Map<String, SlotValue> slots = new LinkedHashMap<>(known.slots());
        slots.keySet().removeAll(unfit.keySet());
        List<String> missing = repertoire.missing(intent, slots);
        Meant meant = new Known(intent, slots, known.account()).meant(heard);
        boolean asks = missing.isEmpty()
                && unfit.isEmpty()
                && switch (sureness) {
                    case SURE -> false;
                    case LIKELY -> wantsYes(intent, slots, heard);
                    case UNCLEAR -> !isShownFirst(intent, slots, heard);
                    case DOUBTFUL -> true;
                };
        if (missing.isEmpty() && !asks) {
            return new Act(meant, List.of(), sureness == Sureness.UNCLEAR ? words(known.account()) : List.of());
        }
        boolean staysDoubtful = sureness == Sureness.DOUBTFUL && known.account().turns();
        Frame frame = new Frame(intent, slots, missing, asks ? true : null, null, staysDoubtful ? true : null);
        return new Say(
                meant,
                unfit.isEmpty() ? said(known, missing, heard, about, sureness) : new Move.Unfit(unfit),
                FrameStack.with(frame, below));
    }

    private About said(Known known, List<String> missing, Heard heard, About about, Sureness sureness) {
        if (!(about instanceof Move.Nothing)) {
            return about;
        }
        return doubt(known.intent(), missing, heard)
                .orElseGet(() -> sureness == Sureness.DOUBTFUL || sureness == Sureness.UNCLEAR
                        ? unclear(known.account())
                        : about);
    }

    /** What has to be said about a sentence that seems to give a missing value but does not. */
    Optional<About> doubt(String intent, List<String> missing, Heard heard) {
        return repertoire
                .skill(intent)
                .doubt(missing, heard.text(), heard.language())
                .map(Move.Doubt::new);
    }

    private static About unclear(Account account) {
        List<String> words = words(account);
        return words.isEmpty() ? new Move.Nothing() : new Move.Unclear(words);
    }

    private static List<String> words(Account account) {
        return account.left().stream().map(Account.Left::words).toList();
    }

    /**
     * Whether the call is shown to the user, and to nobody else, before it is made: what cannot be undone and is understood without a
     * model always is.
     */
    private boolean isShownFirst(String intent, Map<String, SlotValue> slots, Heard heard) {
        return repertoire.tool(intent, heard).irreversible()
                && approver(intent, slots, heard)
                        .filter(by -> by != By.REQUESTER)
                        .isEmpty();
    }

    /** Whether something would change without any later confirmation. */
    private boolean wantsYes(String intent, Map<String, SlotValue> slots, Heard heard) {
        return !repertoire.reads(intent, heard)
                && !repertoire.tool(intent, heard).irreversible()
                && approver(intent, slots, heard).isEmpty();
    }

    private Optional<By> approver(String intent, Map<String, SlotValue> slots, Heard heard) {
        ObjectNode arguments = repertoire.skill(intent).arguments(slots, heard.language());
        return repertoire.tool(intent, heard).approval().neededFor(arguments);
    }

    /** The values that the tool would reject. */
    private Map<String, Refusal> unfit(String intent, Map<String, SlotValue> slots, Heard heard) {
        Map<String, Refusal> unfit = new TreeMap<>();
        if (slots.isEmpty()) {
            return unfit;
        }
        ObjectNode arguments = repertoire.skill(intent).arguments(slots, heard.language());
        for (Violation violation : check.violations(repertoire.tool(intent, heard), arguments)) {
            SlotValue value = slots.get(violation.argument());
            if (value != null) {
                unfit.putIfAbsent(violation.argument(), new Refusal(value.raw(), violation));
            }
        }
        return unfit;
    }
}
