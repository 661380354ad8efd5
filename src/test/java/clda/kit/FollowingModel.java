package clda.kit;

import clda.json.Json;
import clda.kit.DialogueScript.Said;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A model that proposes what a dialogue says should be done, with what it has been told so far. */
public final class FollowingModel implements ModelClient {

    private Said said = new Said("", List.of(), Map.of(), List.of());
    private String wanted = "";
    private Map<String, String> heard = Map.of();
    private String answer = "";

    /**
     * What comes next.
     *
     * @param intent what it takes the sentence for
     * @param slots what it finds in the sentence
     */
    public void follow(Said nextSaid, String intent, Map<String, String> slots, String nextAnswer) {
        said = nextSaid;
        wanted = intent;
        heard = slots;
        answer = nextAnswer;
    }

    @Override
    public String name() {
        return "following";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        boolean first = request.messages().getLast() instanceof UserMessage;
        if (first && !said.calls().isEmpty()) {
            return ModelReply.calls(
                    name(),
                    said.calls().stream()
                            .map(call -> ScriptedModel.call(call.tool(), call.arguments()))
                            .map(call -> complete(call, request))
                            .toList());
        }
        boolean asks = request.tools().stream().anyMatch(tool -> tool.name().equals(wanted));
        if (first && asks) {
            ObjectNode known = Json.MAPPER.createObjectNode();
            heard.forEach(known::put);
            return ModelReply.calls(name(), List.of(new ProposedCall(wanted, known)));
        }
        shown.text(answer);
        return ModelReply.text(name(), answer, null);
    }

    /** With what the tool wants besides, which a person need not say. */
    private static ProposedCall complete(ProposedCall call, ModelRequest request) {
        ObjectNode arguments = call.arguments().deepCopy();
        request.tools().stream()
                .filter(tool -> tool.name().equals(call.tool()))
                .map(ToolDefinition::parameters)
                .forEach(schema -> schema.path("required").forEach(name -> {
                    JsonNode values =
                            schema.path("properties").path(name.asText()).path("enum");
                    if (!arguments.has(name.asText())) {
                        arguments.put(
                                name.asText(),
                                values.isEmpty() ? "as asked" : values.path(1).asText());
                    }
                }));
        return new ProposedCall(call.tool(), arguments);
    }
}
