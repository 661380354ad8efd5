package clda.web.rest;

import clda.budget.Budget;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook;
import clda.budget.UsageBook.Place;
import clda.budget.UsageBook.Used;
import clda.security.Caller;
import clda.security.Role;
import clda.web.wire.BudgetView;
import clda.web.wire.UsageAmount;
import clda.web.wire.UsageReport;
import clda.web.wire.UsageRow;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The usage of models: users see their own, administrators that of the tenant. */
@Path("usage")
@RequestScoped
@Tag(name = "Usage")
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {

    private static final int MICROS = 6;
    private static final int USUAL_DAYS = 30;
    private static final int MAX_DAYS = 366;

    @Inject
    private UsageBook book;

    @Inject
    private Budget budget;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "getUsage", summary = "Usage of models by day, user and model, with the budgets")
    public UsageReport report(
            @QueryParam("days") @Nullable String days,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int max = Paging.limit(limit);
        Place after = before == null ? null : place(before);
        long back = NumberParameters.parse("days", days, USUAL_DAYS, 1, MAX_DAYS);
        Caller caller = current.get();
        Spending now = budget.spending(caller.tenant(), caller.user(), "");
        List<BudgetView> budgets = budget.limits().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> view(one.getKey(), one.getValue(), now))
                .toList();
        String person = caller.is(Role.ADMIN) ? null : caller.user();
        List<Used> found = book.used(caller.tenant(), person, now.day().minusDays(back - 1), after, max + 1);
        return new UsageReport(
                budgets,
                found.stream().limit(max).map(UsageResource::view).toList(),
                found.size() > max ? text(found.get(max - 1).place()) : null);
    }

    private BudgetView view(Scope scope, Quantity limit, Spending now) {
        boolean today = scope == Scope.PERSON_DAY || scope == Scope.TENANT_DAY;
        return new BudgetView(scope.word(), view(limit), today ? view(book.spent(scope, now)) : null);
    }

    private static UsageRow view(Used used) {
        return new UsageRow(
                used.spending().day().toString(),
                used.spending().person(),
                used.model().isEmpty() ? null : used.model(),
                used.calls(),
                used.inputTokens(),
                used.cachedTokens(),
                used.outputTokens(),
                used.reasoningTokens(),
                used.estimatedTokens(),
                units(used.micros()));
    }

    /** People and models may be called anything. */
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
        throw new ApiProblem(400, "\"before\" must be the \"next\" of another page.");
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String name) {
        return new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8);
    }

    private static UsageAmount view(Quantity amount) {
        return new UsageAmount(
                amount.calls() == Long.MAX_VALUE ? null : amount.calls(),
                amount.tokens() == Long.MAX_VALUE ? null : amount.tokens(),
                amount.micros() == Long.MAX_VALUE ? null : units(amount.micros()));
    }

    private static BigDecimal units(long micros) {
        return BigDecimal.valueOf(micros, MICROS);
    }
}
