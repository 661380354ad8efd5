package clda.budget;

import clda.store.Rejected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Thrown when a call could cost more than is left. */
public final class BudgetExceeded extends Rejected {

    private final Scope scope;
    private final transient @Nullable Instant roomAt;

    private BudgetExceeded(Scope scope, String what, @Nullable Instant roomAt) {
        super("the budget " + scope.word() + " is " + what);
        this.scope = scope;
        this.roomAt = roomAt;
    }

    public static BudgetExceeded usedUp(Scope scope) {
        return new BudgetExceeded(scope, "used up", null);
    }

    /**
     * The budget would suffice if calls in progress had not reserved part of it.
     *
     * @param roomAt when enough of them have ended at the latest
     */
    public static BudgetExceeded reserved(Scope scope, Instant roomAt) {
        return new BudgetExceeded(scope, "reserved at the moment", roomAt);
    }

    public Scope scope() {
        return scope;
    }

    /** When to try again at the latest; null if what may be used is used up. */
    public @Nullable Instant roomAt() {
        return roomAt;
    }
}
