package clda.dialogue;

import clda.agent.AfterTurn;
import clda.agent.Agent;
import clda.agent.BackgroundTasks;
import clda.conversation.ConversationLog;
import clda.conversation.ImageStore;
import clda.security.Rights;
import clda.store.Membership;
import clda.store.Write;
import clda.tools.Execution;
import clda.tools.Toolbox;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The parts of this module, wired together. */
public record Dialogue(
        DialogueManager manager,
        Images images,
        Approvals approvals,
        Unknowns unknowns,
        Tasks tasks,
        Schedules schedules,
        Parts parts)
        implements AutoCloseable {

    /** @param agent creates the agent, given the background tasks for calls that take longer than a turn */
    public record Parts(
            ConversationLog log,
            Function<BackgroundTasks, Agent> agent,
            List<AfterTurn> afterwards,
            Toolbox tools,
            Rights rights,
            Execution.Means means,
            ApprovalBook approvalBook,
            TaskBook taskBook,
            ScheduleBook scheduleBook,
            ImageStore imageStore,
            Timers timers,
            DialogueRules rules,
            Membership membership,
            Supplier<String> ids) {}

    public static Dialogue of(Parts parts) {
        ConversationLog log = parts.log();
        Undo undo = new Undo(parts.tools());
        Tasks tasks = new Tasks(log, parts.taskBook(), parts.timers(), parts.means());
        Lanes lanes = new Lanes(new Lanes.Parts(
                log,
                parts.agent().apply(tasks),
                parts.afterwards(),
                parts.tools(),
                parts.rights(),
                parts.approvalBook(),
                new OpenCalls(parts.means().ledger()),
                undo,
                parts.rules(),
                parts.membership(),
                parts.means().clock(),
                parts.ids(),
                parts.means().threads()));
        tasks.open(lanes);
        Images images = new Images(log, parts.imageStore(), parts.ids());
        Approvals approvals = new Approvals(
                log,
                lanes,
                parts.approvalBook(),
                parts.tools(),
                parts.rights(),
                parts.means().clock());
        return new Dialogue(
                new DialogueManager(log, lanes, approvals, undo, images, parts.rules()),
                images,
                approvals,
                new Unknowns(log, lanes, parts.means().ledger(), parts.taskBook(), parts.tools()),
                tasks,
                new Schedules(
                        log,
                        lanes,
                        parts.scheduleBook(),
                        parts.rights(),
                        parts.means().clock(),
                        parts.means().threads()),
                parts);
    }

    /** The writes that remove what is kept of a conversation outside the log. */
    public List<Write> forget(String conversationId) {
        return List.of(
                parts.approvalBook().forget(conversationId),
                parts.taskBook().forget(conversationId),
                parts.scheduleBook().forget(conversationId),
                parts.imageStore().forget(conversationId));
    }

    @Override
    public void close() {
        manager.close();
        tasks.close();
        schedules.close();
    }
}
