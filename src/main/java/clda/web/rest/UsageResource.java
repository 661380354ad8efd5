package clda.web.rest;

import clda.budget.Amount;
import clda.budget.Budget;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook;
import clda.budget.UsageBook.Place;
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
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
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
    public JsonNode report(
            @QueryParam("days") @Nullable String days,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = Paging.limit(limit);
        Place after = before == null ? null : place(before);
        long back = Numbers.parse("days", days, USUAL_DAYS, 1, MOST_DAYS);
        Caller caller = current.get();
        Spending now = budget.spending(caller.tenant(), caller.user(), "");
        ObjectNode report = EventCodec.JSON.createObjectNode();
        ArrayNode limits = report.putArray("budgets");
        budget.limits().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(one -> {
                    ObjectNode item =
                            limits.addObject().put("scope", one.getKey().word());
                    put(item.putObject("limit"), one.getValue());
                    if (one.getKey() == Scope.PERSON_DAY || one.getKey() == Scope.TENANT_DAY) {
                        put(item.putObject("used"), book.spent(one.getKey(), now));
                    }
                });
        ArrayNode items = report.putArray("items");
        String person = caller.is(Role.admin) ? null : caller.user();
        List<Used> found = book.used(caller.tenant(), person, now.day().minusDays(back - 1), after, most + 1);
        for (Used used : found.subList(0, Math.min(most, found.size()))) {
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
        if (found.size() > most) {
            report.put("next", text(found.get(most - 1).place()));
        }
        return report;
    }

    /** Persons and models may be called anything. */
    private static String text(Place place) {
        return place.day() + "." + encoded(place.person()) + "." + encoded(place.model());
    }

    private static Place place(String text) {
        try {
            String[] parts = text.split("\\.", -1);
            if (parts.length == 3) {
                return new Place(LocalDate.parse(parts[0]), decoded(parts[1]), decoded(parts[2]));
            }
        } catch (DateTimeParseException | IllegalArgumentException e) {
            // Answered below.
        }
        throw new ApiProblem(400, "\"before\" is the \"next\" of another page.");
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String name) {
        return new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8);
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
