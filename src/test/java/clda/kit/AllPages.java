package clda.kit;

import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.Approvals;
import clda.dialogue.Schedule;
import clda.dialogue.Schedules;
import clda.dialogue.Unknowns;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.nlu.MissedSentences;
import clda.nlu.MissedSentences.Missed;
import clda.security.Caller;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What waits for a person, all pages of it. */
public final class AllPages {

    private static final int A_PAGE = 100;

    private AllPages() {}

    public static List<Approvals.WaitingCall> of(Approvals approvals, Caller caller) {
        return all(after -> approvals.waitingFor(caller, null, after, A_PAGE));
    }

    public static List<Unknowns.Open> of(Unknowns unknowns, Caller caller) {
        return all(after -> unknowns.openFor(caller, after, A_PAGE));
    }

    /** Of a tenant. */
    public static List<Effect> of(EffectLedger ledger, String tenant) {
        return all(after -> ledger.unsettled(tenant, null, after, A_PAGE));
    }

    /** What approvers of a tenant decide. */
    public static List<Approval> of(ApprovalBook book, String tenant) {
        return all(after -> book.pending(new ApprovalBook.Wanted(tenant, "", true, null), after, A_PAGE));
    }

    public static List<Schedule> of(Schedules schedules, Caller caller) {
        return all(after -> schedules.of(caller, after, A_PAGE));
    }

    /** Of a tenant. */
    public static List<Missed> of(MissedSentences missed, String tenant) {
        return all(before -> missed.newest(tenant, before, A_PAGE));
    }

    /** The rows that are not damaged. */
    public static <T> List<T> all(Function<@Nullable Position, Page<Listed<T>>> list) {
        List<T> all = new ArrayList<>();
        Position after = null;
        do {
            Page<Listed<T>> page = list.apply(after);
            page.items().forEach(row -> row.whole().ifPresent(all::add));
            after = page.next();
        } while (after != null);
        return all;
    }
}
