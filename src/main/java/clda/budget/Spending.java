package clda.budget;

import java.time.LocalDate;

/** Who spends: the user, the conversation and the turn. */
public record Spending(String tenant, String person, String conversationId, LocalDate day) {}
