package clda.conversation.jpa;

import clda.conversation.ConversationKeys;
import clda.security.KeyRing;
import clda.security.KeyRing.DataKey;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Data keys, stored in the rows of their conversations. */
public final class JpaConversationKeys implements ConversationKeys {

    private static final int IN_MEMORY = 10_000;

    record Key(DataKey key, int version) {}

    private final JpaStore store;
    private final KeyRing keyRing;
    private final RowSeals seals;
    private final Map<String, Key> keys = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Key> eldest) {
            return size() > IN_MEMORY;
        }
    });

    public JpaConversationKeys(JpaStore store, KeyRing keyRing, RowSeals seals) {
        this.store = store;
        this.keyRing = keyRing;
        this.seals = seals;
    }

    @Override
    public DataKey of(String conversationId) {
        return key(conversationId).key;
    }

    Key key(String conversationId) {
        Key known = keys.get(conversationId);
        if (known != null) {
            return known;
        }
        StoredConversation row = store.read(entities -> entities.find(StoredConversation.class, conversationId));
        if (row == null) {
            throw new NoSuchElementException("no conversation " + conversationId);
        }
        return key(row.id, row.tenant, row.dataKey, row.keyVersion);
    }

    /** The key, from the columns of a row that has already been read. */
    Key key(String conversationId, String tenant, byte[] dataKey, int version) {
        Key known = keys.get(conversationId);
        if (known != null) {
            return known;
        }
        try {
            Key key = new Key(keyRing.unwrap(dataKey, subject(tenant, conversationId)), version);
            keys.put(conversationId, key);
            return key;
        } catch (KeyRing.Damaged e) {
            throw seals.damaged("conversation " + conversationId, e);
        }
    }

    /** A new key for a conversation that is not stored yet. */
    KeyRing.NewDataKey fresh(String tenant, String conversationId) {
        return keyRing.newDataKey(subject(tenant, conversationId));
    }

    void keep(String conversationId, Key key) {
        keys.put(conversationId, key);
    }

    @Override
    public void forget(String conversationId) {
        keys.remove(conversationId);
    }

    /** The subject for which the data key of a conversation is wrapped. */
    public static String subject(String tenant, String conversationId) {
        return tenant + "|" + conversationId;
    }
}
