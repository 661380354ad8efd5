package clda.boot;

import clda.agent.Agent;
import clda.agent.ContextWindow;
import clda.agent.Limits;
import clda.agent.TokenCounter;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationStore;
import clda.conversation.jpa.JpaConversationStore;
import clda.dialogue.ApprovalBook;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.dialogue.DialogueRules;
import clda.dialogue.OpenCalls;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.effects.EffectLedger;
import clda.effects.jpa.JpaEffectLedger;
import clda.llm.ModelClient;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.tools.Tool;
import clda.tools.Toolbox;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** Everything between the doors and the database, made with constructors: it runs in a test as it does in a server. */
public final class Engine implements AutoCloseable {

    private static final int CONVERSATIONS_IN_MEMORY = 2_000;

    /**
     * What differs from place to place.
     *
     * @param threads makes the threads of turns and tools
     */
    public record Parts(
            JpaStore store,
            KeyRing keyRing,
            ModelClient model,
            List<Tool> tools,
            Limits limits,
            DialogueRules rules,
            String systemPrompt,
            Clock clock,
            Supplier<String> ids,
            ThreadFactory threads) {}

    private final ConversationLog log;
    private final Conversations conversations;
    private final DialogueManager dialogue;
    private final EffectLedger ledger;
    private final Toolbox tools;

    public Engine(Parts parts) {
        ConversationStore events = new JpaConversationStore(parts.store(), parts.keyRing());
        ApprovalBook approvals = new JpaApprovalBook(parts.store());
        ledger = new JpaEffectLedger(parts.store(), parts.clock());
        long epoch = ledger.nextEpoch();
        log = new ConversationLog(events, parts.clock(), CONVERSATIONS_IN_MEMORY);
        tools = new Toolbox(parts.tools());
        ContextWindow window =
                new ContextWindow(parts.systemPrompt(), parts.limits().contextTokens(), new TokenCounter());
        Agent agent =
                new Agent(log, ledger, parts.model(), window, parts.limits(), parts.clock(), parts.threads(), epoch);
        conversations = new Conversations(log, events, parts.ids());
        dialogue = new DialogueManager(
                log,
                agent,
                tools,
                approvals,
                new OpenCalls(ledger, epoch),
                parts.rules(),
                parts.clock(),
                parts.ids(),
                parts.threads());
    }

    public ConversationLog log() {
        return log;
    }

    public Conversations conversations() {
        return conversations;
    }

    public DialogueManager dialogue() {
        return dialogue;
    }

    public EffectLedger ledger() {
        return ledger;
    }

    public Toolbox tools() {
        return tools;
    }

    @Override
    public void close() {
        dialogue.close();
    }
}
