package clda.kit;

import clda.effects.EffectClass;
import clda.json.Json;
import clda.tools.ApprovalRule;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tool that takes any arguments, remembers its calls and does what the test says. */
public final class RecordingTool implements Tool {

    private ToolDefinition definition;
    private final Function<ToolContext, JsonNode> action;
    private final @Nullable Function<ToolContext, Optional<JsonNode>> lookUp;
    private final List<ObjectNode> arguments = new CopyOnWriteArrayList<>();
    private final List<ToolContext> contexts = new CopyOnWriteArrayList<>();

    private RecordingTool(
            String name,
            EffectClass effect,
            ApprovalRule approval,
            Recovery recovery,
            Traits traits,
            Function<ToolContext, JsonNode> action,
            @Nullable Function<ToolContext, Optional<JsonNode>> lookUp) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        this.definition = new ToolDefinition(
                name, "A tool of a test", effect, schema, approval, Set.of(), Duration.ofSeconds(5), recovery, traits);
        this.action = action;
        this.lookUp = lookUp;
    }

    public static RecordingTool needingApproval(String name, EffectClass effect) {
        return new RecordingTool(
                name,
                effect,
                new ApprovalRule(ApprovalRule.By.REQUESTER, null, null),
                Recovery.DEFAULT,
                Traits.NONE,
                context -> ok(),
                null);
    }

    public static RecordingTool doing(String name, EffectClass effect, Function<ToolContext, JsonNode> action) {
        return new RecordingTool(name, effect, ApprovalRule.NEVER, Recovery.DEFAULT, Traits.NONE, action, null);
    }

    public static RecordingTool with(
            Traits traits, String name, EffectClass effect, Function<ToolContext, JsonNode> action) {
        return new RecordingTool(name, effect, ApprovalRule.NEVER, Recovery.DEFAULT, traits, action, null);
    }

    /** One that can be asked, at once, what came of a call. */
    public static RecordingTool queryable(
            String name, Function<ToolContext, JsonNode> action, Function<ToolContext, Optional<JsonNode>> lookUp) {
        return new RecordingTool(
                name,
                EffectClass.QUERYABLE,
                ApprovalRule.NEVER,
                new Recovery(Duration.ZERO, Duration.ZERO),
                Traits.NONE,
                action,
                lookUp);
    }

    /** The same with that rule. */
    public RecordingTool ruledBy(ApprovalRule rule) {
        definition = new ToolDefinition(
                definition.name(),
                definition.description(),
                definition.effect(),
                definition.parameters(),
                rule,
                definition.roles(),
                definition.timeout(),
                definition.recovery(),
                definition.traits());
        return this;
    }

    /** The same with that timeout. */
    public RecordingTool within(Duration timeout) {
        definition = new ToolDefinition(
                definition.name(),
                definition.description(),
                definition.effect(),
                definition.parameters(),
                definition.approval(),
                definition.roles(),
                timeout,
                definition.recovery(),
                definition.traits());
        return this;
    }

    public static JsonNode ok() {
        return Json.MAPPER.createObjectNode().put("ok", true);
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public JsonNode call(ObjectNode given, ToolContext context) {
        arguments.add(given);
        contexts.add(context);
        return action.apply(context);
    }

    @Override
    public boolean canBeAsked() {
        return lookUp != null;
    }

    @Override
    public Optional<JsonNode> lookUp(ObjectNode given, ToolContext context) {
        return lookUp == null ? Tool.super.lookUp(given, context) : lookUp.apply(context);
    }

    public int calls() {
        return arguments.size();
    }

    public ObjectNode lastArguments() {
        return arguments.getLast();
    }

    public List<ToolContext> contexts() {
        return contexts;
    }
}
