package clda.agent;

import clda.budget.BudgetExceeded;
import clda.conversation.ProblemDetails;
import clda.llm.ModelFailure;
import clda.nlu.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The problems with which turns fail. */
public final class TurnProblems {

    private static final String TYPE = "urn:clda:problem:";

    private TurnProblems() {}

    static ProblemDetails tooManySteps(int limit) {
        return new ProblemDetails(
                TYPE + "step-limit",
                "Too many steps",
                "The turn was stopped after " + limit + " steps without an answer.",
                true);
    }

    static ProblemDetails loop(int times) {
        return new ProblemDetails(
                TYPE + "loop",
                "Going in circles",
                "The turn was stopped: the model asked for the same call " + times + " times.",
                true);
    }

    static ProblemDetails tooManyInvalidCalls(int max) {
        return new ProblemDetails(
                TYPE + "invalid-calls",
                "Invalid calls",
                "The turn was stopped: the model was told " + max
                        + " times that its arguments are invalid and did it again.",
                true);
    }

    private static ProblemDetails of(BudgetExceeded exceeded) {
        Instant roomAt = exceeded.roomAt();
        if (roomAt != null) {
            String whose =
                    switch (exceeded.scope()) {
                        case TURN -> "this turn";
                        case CONVERSATION -> "this conversation";
                        case PERSON_DAY -> "you";
                        case TENANT_DAY -> "your organisation";
                    };
            Instant at = roomAt.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            return new ProblemDetails(
                    TYPE + "budget-reserved",
                    "Budget reserved at the moment",
                    "Answers that are being written have reserved what " + whose
                            + " may still use. Try again when they are there, at " + at
                            + " at the latest. The model was not asked.",
                    true,
                    at);
        }
        String whose =
                switch (exceeded.scope()) {
                    case TURN -> "This turn's budget is used up.";
                    case CONVERSATION -> "This conversation's budget is used up. Start a new conversation.";
                    case PERSON_DAY -> "Your daily budget is used up; it resets at midnight UTC.";
                    case TENANT_DAY -> "Your organisation's daily budget is used up; it resets at midnight UTC.";
                };
        return new ProblemDetails(
                TYPE + "budget-" + exceeded.scope().word(),
                "Budget used up",
                whose + " The model was not asked.",
                false);
    }

    static ProblemDetails tooManyTokens(long limit) {
        return new ProblemDetails(
                TYPE + "token-limit", "Too many tokens", "The turn was stopped after " + limit + " tokens.", true);
    }

    static ProblemDetails tooLong(Duration limit) {
        return new ProblemDetails(
                TYPE + "time-limit",
                "Too long",
                "The turn was stopped after " + limit.toSeconds() + " seconds without an answer.",
                true);
    }

    static ProblemDetails truncated() {
        return new ProblemDetails(
                TYPE + "truncated",
                "Answer cut short",
                "The model reached its length limit; the answer is incomplete.",
                true);
    }

    static ProblemDetails of(ModelFailure failure) {
        BudgetExceeded exceeded = Spend.exceeded(failure);
        if (exceeded != null) {
            return of(exceeded);
        }
        return new ProblemDetails(
                TYPE + "model-"
                        + failure.reason()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'),
                "No answer from the model",
                WhyNoAnswer.sentence(failure.reason(), Language.EN),
                switch (failure.reason()) {
                    case INVALID_REQUEST, TOO_LONG, NOT_FOUND, QUOTA, DENIED -> false;
                    default -> true;
                });
    }

    /** The engine itself failed; no details are given. */
    public static ProblemDetails internal() {
        return new ProblemDetails(TYPE + "internal", "Internal error", "The turn failed on the server.", true);
    }
}
