package clda.kit;

import clda.demo.Refunds;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.tools.ApprovalRule;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import clda.tools.bean.BeanTool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * The demo's refund with its rules, and a house that pays and remembers what it has paid. {@code take_back} undoes a refund; a
 * reason may say what goes wrong: {@code refuses} nothing is paid, {@code loses} it is paid and nobody hears of it,
 * {@code vanishes} it is not paid and nobody hears of that.
 */
public final class Payments {

    /** One that was made, and not taken back. */
    public record Payment(
            String conversationId,
            String turnId,
            String callId,
            String user,
            String order,
            BigDecimal amount,
            Instant at) {}

    private final Map<String, Payment> made = new ConcurrentHashMap<>();
    private final Clock clock;
    private ToolDefinition refund;

    public Payments(Clock clock) {
        this.clock = clock;
        Validator validator = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
        ToolDefinition real = BeanTool.of(Refunds.class, Payments::nobody, validator)
                .getFirst()
                .definition();
        // What is lost stays unknown, at once.
        refund = new ToolDefinition(
                real.name(),
                real.description(),
                EffectClass.AT_MOST_ONCE,
                real.parameters(),
                real.approval(),
                real.roles(),
                Duration.ofSeconds(5),
                Recovery.DEFAULT,
                new Traits(false, false, false, "take_back"));
    }

    /** Whether a refund was ever made under the key of its effect. */
    public boolean paid(String effectKey) {
        return made.containsKey(effectKey);
    }

    public void ruledBy(ApprovalRule rule) {
        refund = new ToolDefinition(
                refund.name(),
                refund.description(),
                refund.effect(),
                refund.parameters(),
                rule,
                refund.roles(),
                refund.timeout(),
                refund.recovery(),
                refund.traits());
    }

    public ApprovalRule rule() {
        return refund.approval();
    }

    private static Object nobody() {
        throw new IllegalStateException("only the rules of the demo are used");
    }

    /** What has been paid, and what would be taken back. */
    public List<Tool> tools() {
        return List.of(tool(refund, this::pay), tool(takeBack(), this::takeBack));
    }

    public List<Payment> made() {
        return List.copyOf(made.values());
    }

    public BigDecimal sum() {
        return made().stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private interface Work {
        JsonNode of(ObjectNode arguments, ToolContext context);
    }

    private static Tool tool(ToolDefinition definition, Work work) {
        return new Tool() {
            @Override
            public ToolDefinition definition() {
                return definition;
            }

            @Override
            public JsonNode call(ObjectNode arguments, ToolContext context) {
                return work.of(arguments, context);
            }
        };
    }

    private JsonNode pay(ObjectNode arguments, ToolContext context) {
        String reason = arguments.path("reason").asText();
        if (reason.equals("refuses")) {
            throw new ToolFailure("The house refuses.");
        }
        if (reason.equals("vanishes")) {
            throw new IllegalStateException("nobody knows");
        }
        made.put(
                context.effectKey(),
                new Payment(
                        context.conversationId(),
                        context.turnId(),
                        context.callId(),
                        context.caller().user(),
                        arguments.path("orderNumber").asText(),
                        arguments.path("amount").decimalValue(),
                        clock.instant()));
        if (reason.equals("loses")) {
            throw new IllegalStateException("nobody knows");
        }
        return Json.MAPPER.createObjectNode().put("refundId", context.effectKey());
    }

    private ToolDefinition takeBack() {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        schema.putObject("properties").putObject("refundId").put("type", "string");
        return new ToolDefinition(
                "take_back",
                "Takes a refund back.",
                EffectClass.NATURAL,
                schema,
                ApprovalRule.NEVER,
                Set.of(),
                Duration.ofSeconds(5),
                Recovery.DEFAULT,
                Traits.NONE);
    }

    private JsonNode takeBack(ObjectNode arguments, ToolContext context) {
        made.remove(arguments.path("refundId").asText());
        return Json.MAPPER.createObjectNode();
    }
}
