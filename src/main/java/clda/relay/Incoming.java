package clda.relay;

import clda.conversation.TextDelta;
import clda.relay.NodeMessage.Text;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of the message that another node is writing in one conversation. Lets each piece through once and in order,
 * whatever comes twice, late or from a node that no longer runs the turn. Used by one thread at a time.
 */
final class Incoming {

    /** What to do with a piece. */
    sealed interface Verdict {
        /** It is to be shown. */
        record Show(TextDelta delta) implements Verdict {}

        /** It is known already, or of no use. */
        record Drop() implements Verdict {}

        /** Something before it is missing. */
        record Missing() implements Verdict {}
    }

    private static final Verdict DROP = new Verdict.Drop();
    private static final Verdict MISSING = new Verdict.Missing();

    private String turnId = "";
    private String messageId = "";
    private @Nullable String from;
    /** Nodes that wrote the message until another took the turn over. */
    private final Set<String> left = new HashSet<>();

    private long attempt;
    private int length;

    Verdict take(String sender, Text piece) {
        if (!piece.turnId().equals(turnId) || piece.isOfALaterMessageThan(messageId)) {
            // Any node may run the next part of the turn; one that has lost the turn cannot get so far.
            turnId = piece.turnId();
            messageId = piece.messageId();
            left.clear();
            comesFrom(sender);
        } else if (!piece.messageId().equals(messageId)) {
            return DROP;
        }
        if (left.contains(sender)) {
            return DROP;
        }
        if (!sender.equals(from)) {
            Optional.ofNullable(from).ifPresent(left::add);
            comesFrom(sender);
        }
        if (piece.attempt() < attempt) {
            return DROP;
        }
        if (piece.attempt() > attempt) {
            if (piece.index() != 0) {
                return MISSING;
            }
            attempt = piece.attempt();
            length = piece.end();
            return show(piece, 0);
        }
        if (piece.index() > length) {
            return MISSING;
        }
        if (piece.end() <= length) {
            return DROP;
        }
        int known = length - piece.index();
        length = piece.end();
        return show(piece, known);
    }

    private void comesFrom(String sender) {
        from = sender;
        attempt = 0;
        length = 0;
    }

    private static Verdict show(Text piece, int known) {
        return new Verdict.Show(new TextDelta(
                piece.turnId(),
                piece.messageId(),
                piece.index() + known,
                piece.text().substring(known)));
    }
}
