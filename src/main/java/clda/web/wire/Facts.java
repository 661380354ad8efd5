package clda.web.wire;

import java.util.List;

/** What a user wants to be remembered. */
public record Facts(List<FactView> items) implements Body {}
