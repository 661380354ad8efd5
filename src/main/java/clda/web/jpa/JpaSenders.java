package clda.web.jpa;

import clda.json.Canonical;
import clda.security.Caller;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.web.rasa.Senders;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/** Senders in a relational database, which holds only a digest of each. */
public final class JpaSenders implements Senders {

    private final JpaStore store;

    public JpaSenders(JpaStore store) {
        this.store = store;
    }

    @Override
    public Optional<String> conversationOf(Caller caller, String sender) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select s.conversation_id from rasa_sender s join conversation c on c.id = s.conversation_id"
                                + " where s.tenant = ?1 and s.caller = ?2 and s.sender = ?3")
                .setParameter(1, caller.tenant())
                .setParameter(2, caller.user())
                .setParameter(3, digest(sender))
                .getResultList());
        return rows.isEmpty() ? Optional.empty() : Optional.of((String) rows.getFirst());
    }

    @Override
    public String bind(Caller caller, String sender, String conversationId) {
        store.write((JpaWrite) entities -> {
            // A conversation that was erased makes room for another.
            entities.createNativeQuery("delete from rasa_sender where tenant = ?1 and caller = ?2 and sender = ?3"
                            + " and not exists (select 1 from conversation c where c.id = rasa_sender.conversation_id)")
                    .setParameter(1, caller.tenant())
                    .setParameter(2, caller.user())
                    .setParameter(3, digest(sender))
                    .executeUpdate();
            entities.createNativeQuery(
                            "insert into rasa_sender (tenant, caller, sender, conversation_id) values (?1, ?2, ?3, ?4)"
                                    + " on conflict do nothing")
                    .setParameter(1, caller.tenant())
                    .setParameter(2, caller.user())
                    .setParameter(3, digest(sender))
                    .setParameter(4, conversationId)
                    .executeUpdate();
        });
        return conversationOf(caller, sender).orElse(conversationId);
    }

    private static String digest(String sender) {
        return Canonical.hash(TextNode.valueOf(sender));
    }
}
