package clda.web.rest;

import clda.budget.Amount;
import clda.budget.Budget;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook;
import clda.budget.UsageBook.Used;
import clda.conversation.EventCodec;
import clda.security.Caller;
import clda.security.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What models have used: everybody sees their own, administrators that of the tenant. */
@Path("usage")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {

    private static final int MICROS = 6;
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    @Inject
    private UsageBook book;

    @Inject
    private Budget budget;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "What models have used, by day, person and model, and what may be used")
    public JsonNode report(@QueryParam("days") @Nullable String days) {
        long back = Numbers.parse("days", days, USUAL_DAYS, 1, MOST_DAYS);
        Caller caller = current.get();
        Spending now = budget.spending(caller.tenant(), caller.user(), "");
        ObjectNode report = EventCodec.JSON.createObjectNode();
        ArrayNode limits = report.putArray("budgets");
        budget.limits().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(limit -> {
                    ObjectNode item =
                            limits.addObject().put("scope", limit.getKey().word());
                    put(item.putObject("limit"), limit.getValue());
                    if (limit.getKey() == Scope.PERSON_DAY || limit.getKey() == Scope.TENANT_DAY) {
                        put(item.putObject("used"), book.spent(limit.getKey(), now));
                    }
                });
        ArrayNode items = report.putArray("items");
        String person = caller.is(Role.admin) ? null : caller.user();
        for (Used used : book.used(caller.tenant(), person, now.day().minusDays(back - 1))) {
            ObjectNode item = items.addObject();
            item.put("day", used.spending().day().toString());
            item.put("user", used.spending().person());
            if (!used.model().isEmpty()) {
                item.put("model", used.model());
            }
            item.put("calls", used.calls());
            item.put("inputTokens", used.inputTokens());
            item.put("cachedTokens", used.cachedTokens());
            item.put("outputTokens", used.outputTokens());
            item.put("reasoningTokens", used.reasoningTokens());
            item.put("estimatedTokens", used.estimatedTokens());
            item.put("cost", units(used.micros()));
        }
        return report;
    }

    private static void put(ObjectNode json, Amount amount) {
        if (amount.calls() != Long.MAX_VALUE) {
            json.put("calls", amount.calls());
        }
        if (amount.tokens() != Long.MAX_VALUE) {
            json.put("tokens", amount.tokens());
        }
        if (amount.micros() != Long.MAX_VALUE) {
            json.put("money", units(amount.micros()));
        }
    }

    private static BigDecimal units(long micros) {
        return BigDecimal.valueOf(micros, MICROS);
    }
}
