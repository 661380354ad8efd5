package clda.dialogue;

import clda.agent.AfterTurn;
import clda.agent.Agent;
import clda.agent.BackgroundTasks;
import clda.conversation.ConversationLog;
import clda.release.Arms;
import clda.security.Rights;
import clda.store.Membership;
import clda.store.Write;
import clda.tools.Execution;
import clda.tools.Toolbox;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** This module, wired together. */
public record Dialogue(
        DialogueManager manager,
        Images images,
        Approvals approvals,
        Unknowns unknowns,
        Tasks tasks,
        Schedules schedules,
        AfterRestore afterRestore,
        Announcements announcements,
        Books books)
        implements AutoCloseable {

    /** @param agent creates the agent, given the background tasks for calls that take longer than a turn */
    public static Dialogue of(
            ConversationLog log,
            Function<BackgroundTasks, Agent> agent,
            List<AfterTurn> afterwards,
            Toolbox tools,
            Execution.Means means,
            Books books,
            Timers timers,
            DialogueRules rules,
            Membership membership,
            Arms arms,
            Supplier<String> ids) {
        Rights rights = means.rights();
        Undo undo = new Undo(tools);
        Tasks tasks = new Tasks(log, books.tasks(), timers, means);
        Placement placement = new Placement(log, arms);
        Openings openings = new Openings(placement, undo, membership);
        Endings endings = new Endings(
                log,
                openings,
                placement,
                books.approvals(),
                new OpenCalls(means.ledger()),
                undo,
                rules,
                means.clock(),
                ids);
        Lanes lanes = new Lanes(
                log,
                new TurnRunner(log, agent.apply(tasks), tools, rights),
                afterwards,
                openings,
                endings,
                placement,
                membership,
                means.threads());
        tasks.open(lanes);
        Images images = new Images(log, books.images(), ids);
        Approvals approvals = new Approvals(log, lanes, books.approvals(), tools, rights, means.clock());
        return new Dialogue(
                new DialogueManager(log, lanes, approvals, undo, images, rules),
                images,
                approvals,
                new Unknowns(log, lanes, means.ledger(), books.tasks(), tools),
                tasks,
                new Schedules(log, lanes, books.schedules(), rights, means.clock(), means.threads()),
                new AfterRestore(log, means.ledger(), books, tools, openings, membership, means.clock()),
                new Announcements(log, lanes, books.announcements(), rights, rules, means.clock()),
                books);
    }

    /** The writes that remove what is kept of a conversation beside the log. */
    public List<Write> forget(String conversationId) {
        return books.forget(conversationId);
    }

    @Override
    public void close() {
        manager.close();
        tasks.close();
        schedules.close();
    }
}
