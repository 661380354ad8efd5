package clda.boot;

import clda.budget.UsageBook;
import clda.budget.UsageCounting;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.Companion;
import clda.conversation.PageCache;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.conversation.jpa.JpaImageStore;
import clda.conversation.jpa.JpaSearchIndex;
import clda.conversation.search.Indexer;
import clda.dialogue.jpa.JpaAnnouncementBook;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.dialogue.jpa.JpaTaskBook;
import clda.effects.jpa.JpaEffectLedger;
import clda.memory.jpa.JpaFactBook;
import clda.recording.jpa.JpaExchangeBook;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Keeps everything in one database. */
public final class JpaStorage {

    private final JpaConversationStore conversations;
    private final JpaEffectLedger ledger;
    private final JpaApprovalBook approvals;
    private final JpaTaskBook tasks;
    private final JpaScheduleBook schedules;
    private final JpaFactBook facts;
    private final Storage storage;

    /**
     * @param keys the only ones that keep keys of conversations in memory
     * @param cache of what other nodes have read
     * @param companions write in the transaction of each append, in addition to those that this storage needs itself
     */
    public JpaStorage(
            JpaStore store,
            JpaConversationKeys keys,
            KeyRing keyRing,
            RowSeals seals,
            PageCache cache,
            Clock clock,
            List<Companion> companions) {
        JpaSearchIndex index = new JpaSearchIndex(store, keyRing);
        Indexer indexer = new Indexer(index);
        UsageBook usage = new JpaUsageBook(store);
        conversations = new JpaConversationStore(
                store,
                keys,
                seals,
                cache,
                Stream.concat(companions.stream(), Stream.of(new UsageCounting(usage), indexer))
                        .toList());
        ledger = new JpaEffectLedger(store, seals, clock);
        approvals = new JpaApprovalBook(store, seals);
        tasks = new JpaTaskBook(store, seals);
        schedules = new JpaScheduleBook(store, keyRing, seals);
        facts = new JpaFactBook(store, keyRing, seals);
        storage = new Storage(
                store,
                conversations,
                index,
                indexer,
                ledger,
                approvals,
                tasks,
                schedules,
                new JpaAnnouncementBook(store),
                new JpaImageStore(store, keys),
                facts,
                usage,
                new JpaExchangeBook(store, keys));
    }

    /**
     * Upgrades data written by earlier versions.
     *
     * @param trusted whether rows without a seal are to be sealed as they are
     * @throws IllegalStateException if there are such rows and they are not trusted
     */
    void adopt(boolean trusted) {
        ExistingRows.seal(List.of(conversations, ledger, approvals, tasks, schedules, facts), trusted);
        conversations.completeRows();
    }

    public Storage storage() {
        return storage;
    }
}
