package clda.web.rasa;

import clda.security.Caller;
import java.util.Optional;

/** The conversations of the senders for whom a client speaks. */
public interface Senders {

    /** Empty if the client has not sent anything for the sender yet. */
    Optional<String> conversationOf(Caller caller, String sender);

    /** @return the conversation of the sender; not the given one if another request has bound it first */
    String bind(Caller caller, String sender, String conversationId);
}
