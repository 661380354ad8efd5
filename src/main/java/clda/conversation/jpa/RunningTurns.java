package clda.conversation.jpa;

import clda.conversation.ConversationStore.RunTaken;
import clda.conversation.ConversationStore.SequenceTaken;
import clda.store.Write;
import clda.store.jpa.JpaWrite;

/**
 * Which node runs the turn of a conversation: a row names the epoch under which it runs, so that two nodes never run the same
 * turn, and that a turn is found again whose node is no longer alive.
 */
final class RunningTurns {

    /** SQL, to follow a condition on the table: no node that is alive has the epoch. */
    static final String ABANDONED = " and not exists (select 1 from store_writer w where w.epoch = running_turn.epoch)";

    /** No node has this epoch: the turn has been stored and waits for a node that may run it. */
    private static final long NOBODY = 0;

    /** SQL, to follow a join with the table: the turn waits for a node. */
    static final String LEFT = " and running_turn.epoch = " + NOBODY;

    /** SQL, likewise: the turn was begun by a node. */
    static final String NOT_LEFT = " and running_turn.epoch <> " + NOBODY;

    private RunningTurns() {}

    static Write begin(String conversationId, long epoch) {
        return changesOne(
                conversationId,
                "insert into running_turn (conversation_id, epoch) values (?1, ?2) on conflict (conversation_id)"
                        + " do update set epoch = excluded.epoch where running_turn.epoch = excluded.epoch"
                        + " or not exists (select 1 from store_writer w where w.epoch = running_turn.epoch)",
                epoch);
    }

    static Write takeOver(String conversationId, long epoch) {
        return changesOne(
                conversationId,
                "update running_turn set epoch = ?2 where conversation_id = ?1 and epoch <> ?2" + ABANDONED,
                epoch);
    }

    /** The turn waits for a node from now on, unless another node than that of the epoch runs one. */
    static Write leave(String conversationId, long epoch) {
        return changesOne(
                conversationId,
                "insert into running_turn (conversation_id, epoch) values (?1, " + NOBODY
                        + ") on conflict (conversation_id) do update set epoch = excluded.epoch"
                        + " where running_turn.epoch = ?2"
                        + " or not exists (select 1 from store_writer w where w.epoch = running_turn.epoch)",
                epoch);
    }

    static Write takeLeft(String conversationId, long epoch) {
        return changesOne(
                conversationId, "update running_turn set epoch = ?2 where conversation_id = ?1" + LEFT, epoch);
    }

    static Write end(String conversationId, long epoch) {
        return changesOne(conversationId, "delete from running_turn where conversation_id = ?1 and epoch = ?2", epoch);
    }

    private static JpaWrite changesOne(String conversationId, String sql, long epoch) {
        return entities -> {
            int changed = entities.createNativeQuery(sql)
                    .setParameter(1, conversationId)
                    .setParameter(2, epoch)
                    .executeUpdate();
            if (changed != 1) {
                throw new RunTaken(conversationId);
            }
        };
    }

    static Write forget(String conversationId, long seen) {
        return (JpaWrite) entities -> {
            boolean outdated = !entities.createNativeQuery(
                            "select 1 from event where conversation_id = ?1 and seq > ?2 limit 1")
                    .setParameter(1, conversationId)
                    .setParameter(2, seen)
                    .getResultList()
                    .isEmpty();
            if (outdated) {
                throw new SequenceTaken(conversationId);
            }
            entities.createNativeQuery("delete from running_turn where conversation_id = ?1" + ABANDONED)
                    .setParameter(1, conversationId)
                    .executeUpdate();
        };
    }
}
