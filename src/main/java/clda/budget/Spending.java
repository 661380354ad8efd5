package clda.budget;

import java.time.LocalDate;

/** Who spends. */
public record Spending(String tenant, String person, String conversationId, LocalDate day) {}
