package clda.conversation;

import java.util.List;

/**
 * Who asked.
 *
 * @param user the person
 * @param roles those held at that time
 */
public record Requester(String user, List<String> roles) {
    public Requester {
        roles = List.copyOf(roles);
    }
}
