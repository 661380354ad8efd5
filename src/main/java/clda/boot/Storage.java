package clda.boot;

import clda.budget.UsageBook;
import clda.conversation.ConversationStore;
import clda.conversation.ImageStore;
import clda.conversation.search.Indexer;
import clda.conversation.search.SearchIndex;
import clda.dialogue.AnnouncementBook;
import clda.dialogue.ApprovalBook;
import clda.dialogue.ScheduleBook;
import clda.dialogue.TaskBook;
import clda.effects.EffectLedger;
import clda.memory.FactBook;
import clda.recording.ExchangeBook;
import clda.store.Membership;

/**
 * Everything that an engine stores and that is kept after the engine has stopped.
 *
 * @param membership the membership of the node that runs the engine
 * @param indexer adds to {@code index}
 */
public record Storage(
        Membership membership,
        ConversationStore conversations,
        SearchIndex index,
        Indexer indexer,
        EffectLedger ledger,
        ApprovalBook approvals,
        TaskBook tasks,
        ScheduleBook schedules,
        AnnouncementBook announcements,
        ImageStore images,
        FactBook facts,
        UsageBook usage,
        ExchangeBook exchanges) {}
