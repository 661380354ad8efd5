package clda.recording;

import clda.agent.Exchange;
import clda.store.Write;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The store of exchanges, in the form of {@link ExchangeJson}. */
public interface ExchangeBook extends Exchange.Listener {

    /** Maximum number of exchanges kept per conversation; later ones are dropped. */
    int MAX = 1_000;

    /** Stores the exchange; a later one for the same message replaces it. */
    @Override
    void exchanged(String conversationId, Exchange exchange);

    /** The exchanges of the conversation, in the order in which they took place. */
    List<ObjectNode> of(String conversationId);

    Write forget(String conversationId);
}
