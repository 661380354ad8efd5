package clda.demo;

import clda.effects.EffectClass;
import clda.json.Json;
import clda.tools.ApprovalRule;
import clda.tools.Quota.Per;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.AtMost;
import clda.tools.bean.Money;
import clda.tools.bean.NeedsApproval;
import clda.tools.bean.Param;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls the refund service, which stores the key of each request and answers a repeated request with the first refund.
 */
@DemoBean
public class Refunds {

    /**
     * The address of the refund service.
     *
     * @param secret the secret that clients must send
     */
    public record Service(URI address, ServiceSecret secret) {}

    public record Refund(String refundId, String orderNumber, @Money(CURRENCY) BigDecimal amount) {}

    static final String CURRENCY = "USD";

    private final Service service;
    private final RefundCalls calls;

    @Inject
    public Refunds(Service service, RefundCalls calls) {
        this.service = service;
        this.calls = calls;
    }

    @AgentTool(
            value =
                    "Refunds money for an order. The person is shown it and has to approve it first; above 100.00, alone or together with earlier refunds, someone else has to. Do not ask for that in words.",
            effect = EffectClass.KEYED,
            lookUp = "findRefund",
            check = "checkRefund")
    @NeedsApproval(by = ApprovalRule.By.REQUESTER)
    @NeedsApproval(by = ApprovalRule.By.APPROVER, when = "amount", above = "100.00")
    @AtMost(value = "100.00", of = "amount", per = Per.ARGUMENT, argument = "orderNumber")
    @AtMost(value = "100.00", of = "amount", per = Per.CONVERSATION)
    @AtMost(value = "100.00", of = "amount", per = Per.PERSON, hours = 24)
    @AtMost(value = "5", per = Per.TURN)
    public Refund refundOrder(
            @Param("the order number, for example A-1001") @NotBlank @Pattern(regexp = "[A-Z]-[0-9]{3,6}")
                    String orderNumber,
            @Param("how much to refund")
                    @NotNull
                    @DecimalMin("0.01")
                    @DecimalMax("100000")
                    @Digits(integer = 6, fraction = 2)
                    @Money(CURRENCY)
                    BigDecimal amount,
            @Param("why") @NotBlank @Size(max = 500) String reason,
            ToolContext context) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("orderNumber", orderNumber).put("amount", amount).put("reason", reason);
        HttpRequest request = HttpRequest.newBuilder(service.address().resolve("/refunds"))
                .header("Authorization", authorization())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + context.effectKey() + '"')
                .header("X-On-Behalf-Of", context.caller().user())
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = send(request);
        JsonNode answer = json(response);
        if (response.statusCode() >= 500) {
            throw new IllegalStateException("the refund service answered " + response.statusCode());
        }
        if (response.statusCode() >= 400) {
            throw refusal(response, "The refund service refused.");
        }
        return new Refund(answer.path("refundId").asText(), orderNumber, amount);
    }

    /** Checks whether the order still has this amount left to refund; has the parameters of {@link #refundOrder}. */
    void checkRefund(String orderNumber, BigDecimal amount, String reason, ToolContext context) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(service.address()
                        .resolve("/orders/" + orderNumber + "/refundable?amount=" + amount.toPlainString()))
                .header("Authorization", authorization())
                .timeout(Duration.ofSeconds(5))
                .GET()
                .build());
        if (response.statusCode() == 404 || response.statusCode() == 409) {
            throw refusal(response, "The refund service would refuse.");
        }
    }

    private static ToolFailure refusal(HttpResponse<String> response, String otherwise) {
        String code =
                switch (response.statusCode()) {
                    case 404 -> "no_such_order";
                    case 409 -> "more_than_is_left";
                    default -> "failed";
                };
        return new ToolFailure(code, json(response).path("detail").asText(otherwise));
    }

    /** Asks for the outcome of an earlier request; has the parameters of {@link #refundOrder}. */
    Optional<Refund> findRefund(String orderNumber, BigDecimal amount, String reason, ToolContext context) {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(service.address().resolve("/refunds/" + context.effectKey()))
                        .header("Authorization", authorization())
                        .timeout(Duration.ofSeconds(10))
                        .GET()
                        .build());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(new Refund(json(response).path("refundId").asText(), orderNumber, amount));
            case 404 -> Optional.empty();
            default -> throw new IllegalStateException("the refund service answered " + response.statusCode());
        };
    }

    private String authorization() {
        return RefundService.BEARER + service.secret().text();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the refund service answered no JSON", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return calls.send(request);
        } catch (IOException e) {
            throw new IllegalStateException("the refund service gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the refund service", e);
        }
    }
}
