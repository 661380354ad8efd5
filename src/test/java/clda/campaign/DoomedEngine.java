package clda.campaign;

import clda.conversation.ConversationEvent.Decision;
import clda.conversation.ConversationHead;
import clda.conversation.ToolCall;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.Refused;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.security.Caller;
import clda.security.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The engine with four people talking to it, until it is killed. Says on standard output what it has acknowledged. */
final class DoomedEngine {

    static final Caller CALLER = new Caller("alice", "default", Set.of(Role.user));

    private static final int PEOPLE = 4;
    private static final int TURNS_IN_A_CONVERSATION = 6;

    private DoomedEngine() {}

    /** Data directory, port of the refund service, port of the mail server, seed, address of the database. */
    public static void main(String[] arguments) throws InterruptedException {
        Random random = new Random(Long.parseLong(arguments[3]));
        Path dataDir = Path.of(arguments[0]);
        SeEngine engine = new SeEngine.Options(dataDir, model(random))
                .database(TestDatabase.at(arguments[4], dataDir))
                .refunds(URI.create("http://127.0.0.1:" + arguments[1]))
                .mail(Integer.parseInt(arguments[2]))
                .open()
                .start();
        System.out.println("UP");
        for (int person = 0; person < PEOPLE; person++) {
            Random mood = new Random(random.nextLong());
            Thread.ofVirtual().start(() -> talk(engine, mood));
        }
        Thread.ofVirtual().start(() -> approveEverything(engine));
        Thread.currentThread().join();
    }

    private static void talk(SeEngine engine, Random mood) {
        while (true) {
            List<ConversationHead> known = engine.engine().conversations().list(CALLER, null, null, false, 20);
            String id = !known.isEmpty() && mood.nextInt(3) > 0
                    ? known.get(mood.nextInt(known.size())).id()
                    : engine.engine().conversations().create(CALLER, null).id();
            for (int i = 0; i < TURNS_IN_A_CONVERSATION; i++) {
                String clientMessageId = UUID.randomUUID().toString();
                try {
                    engine.engine().dialogue().say(CALLER, id, "message " + mood.nextInt(1_000), clientMessageId);
                } catch (Refused busy) {
                    break;
                }
                synchronized (System.out) {
                    System.out.println("ACK " + id + " " + clientMessageId);
                    System.out.flush();
                }
                pause(mood.nextInt(60));
            }
        }
    }

    private static void approveEverything(SeEngine engine) {
        while (true) {
            approveWhatWaits(engine);
            pause(30);
        }
    }

    static void approveWhatWaits(SeEngine engine) {
        for (WaitingCall waiting : engine.engine().approvals().waitingFor(CALLER)) {
            ToolCall.PendingApproval asked = waiting.call().approval();
            if (asked == null || !waiting.mayDecide()) {
                continue;
            }
            try {
                engine.engine()
                        .approvals()
                        .decide(CALLER, asked.approvalId(), Choice.of(Decision.approve, asked.hash()));
            } catch (Refused decided) {
                // Decided before the last crash, or by somebody else.
            }
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for one, two or three effects of any class, then answers; a third of the turns only answer. */
    static ModelClient model(Random random) {
        return new ModelClient() {
            @Override
            public String name() {
                return "campaign";
            }

            @Override
            public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
                boolean acted = request.messages().getLast() instanceof ModelMessage.ToolMessage;
                pause(random.nextInt(15));
                if (acted || random.nextInt(3) == 0) {
                    shown.text("Some ");
                    pause(random.nextInt(10));
                    shown.text("words.");
                    return ModelReply.text("campaign", "Some words.", null);
                }
                List<ModelReply.ProposedCall> all = List.of(
                        ScriptedModel.call("find_order", "{\"orderNumber\":\"A-1001\"}"),
                        ScriptedModel.call(
                                "refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":1.5,\"reason\":\"campaign\"}"),
                        ScriptedModel.call("create_ticket", "{\"title\":\"campaign\",\"priority\":\"low\"}"),
                        ScriptedModel.call(
                                "send_email",
                                "{\"to\":\"bob@example.com\",\"subject\":\"campaign\",\"body\":\"campaign\"}"));
                int from = random.nextInt(all.size());
                int to = Math.min(all.size(), from + 1 + random.nextInt(3));
                return new ModelReply("campaign", "", all.subList(from, to), null, false, null, null);
            }
        };
    }
}
