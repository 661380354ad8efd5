package clda.campaign;

import clda.json.Json;
import clda.kit.StrictHistory;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Asks for one to three effects of any class, then answers; a third of the turns only answer, and some answers break off. Looks
 * at each history that it is given as a strict provider does.
 */
final class CampaignModel implements ModelClient {

    /** The only texts that it ever gives whole. */
    static final String WHOLE = "Some words.";

    private static final String[] TOOLS = {
        "look", "keyed", "state", "asked", "mail", "transfer", "long_keyed", "long_once", "long_look", "ticket"
    };

    private final Random random;
    private final Consumer<String> complain;

    CampaignModel(Random random, Consumer<String> complain) {
        this.random = random;
        this.complain = complain;
    }

    @Override
    public String name() {
        return "campaign";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        StrictHistory.problem(request.messages()).ifPresent(complain);
        boolean fresh = request.messages().getLast() instanceof ModelMessage.UserMessage;
        pause(random.nextInt(10));
        if (fresh && random.nextInt(3) > 0) {
            return ModelReply.calls("campaign", calls());
        }
        shown.text("Some ");
        pause(random.nextInt(10));
        if (random.nextInt(20) == 0) {
            throw new ModelFailure(ModelFailure.Reason.BROKEN, "the answer broke off");
        }
        shown.text("words.");
        return ModelReply.text("campaign", WHOLE, null);
    }

    private List<ModelReply.ProposedCall> calls() {
        List<ModelReply.ProposedCall> calls = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String tool = TOOLS[random.nextInt(TOOLS.length)];
            String ref = tool + "-" + UUID.randomUUID();
            calls.add(new ModelReply.ProposedCall(
                    tool, Json.MAPPER.createObjectNode().put("ref", ref)));
        }
        return calls;
    }

    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
