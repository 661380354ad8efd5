package clda.dialogue;

import clda.agent.Agent;
import clda.agent.TurnHandle;
import clda.conversation.ConversationLog;
import clda.llm.Cancellation;
import clda.security.Caller;
import clda.security.Rights;
import clda.store.Lease;
import clda.tools.Toolbox;

/** Runs the agent for a turn, with the tools that the user who made the request may use now. */
final class TurnRunner {

    private final ConversationLog log;
    private final Agent agent;
    private final Toolbox tools;
    private final Rights rights;

    TurnRunner(ConversationLog log, Agent agent, Toolbox tools, Rights rights) {
        this.log = log;
        this.agent = agent;
        this.tools = tools;
        this.rights = rights;
    }

    Agent.Outcome run(String conversationId, String turnId, Lease lease, Cancellation cancellation) {
        Caller then = log.view(conversationId, conversation -> Lanes.requester(conversation, turnId))
                .orElseThrow(Refused::noSuchConversation);
        if (log.view(conversationId, conversation -> conversation.turn(turnId).cancelling())
                .orElse(false)) {
            cancellation.cancel();
        }
        return agent.run(new TurnHandle(log, conversationId, turnId, then, lease), () -> toolsNow(then), cancellation);
    }

    /** The tools that the user may use now; none if the account can no longer be used. */
    Toolbox toolsNow(Caller then) {
        return rights.now(then).map(tools::of).orElse(Toolbox.EMPTY);
    }
}
