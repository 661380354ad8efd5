package clda.kit.memory;

import clda.security.Revocations;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been ended, in memory. */
public final class MemoryRevocations implements Revocations {

    private record Token(String id, Instant expiresAt, Instant endedAt) {}

    private record EndedPerson(Person person, Instant until, Instant endedAt) {}

    private final Clock clock;
    private final List<Token> tokens = new ArrayList<>();
    private final List<EndedPerson> people = new ArrayList<>();
    private boolean away;

    public MemoryRevocations(Clock clock) {
        this.clock = clock;
    }

    /** Does not answer any more. */
    public void goesAway() {
        away = true;
    }

    /** As another node's clock has it. */
    public void endedAt(String tokenId, Instant expiresAt, Instant endedAt) {
        tokens.add(new Token(tokenId, expiresAt, endedAt));
    }

    @Override
    public void end(String tokenId, Instant expiresAt) {
        endedAt(tokenId, expiresAt, clock.instant());
    }

    @Override
    public void endAll(Person person, Instant until) {
        people.add(new EndedPerson(person, until, clock.instant()));
    }

    @Override
    public Optional<Ended> since(Instant time) {
        if (away) {
            return Optional.empty();
        }
        Map<String, Instant> ended = new HashMap<>();
        tokens.stream()
                .filter(token -> !token.endedAt().isBefore(time))
                .forEach(token -> ended.put(token.id(), token.expiresAt()));
        Map<Person, Instant> gone = new HashMap<>();
        people.stream()
                .filter(person -> !person.endedAt().isBefore(time))
                .forEach(person -> gone.put(person.person(), person.until()));
        return Optional.of(new Ended(ended, gone));
    }

    @Override
    public void forget(Instant time) {
        tokens.removeIf(token -> !token.expiresAt().isAfter(time));
    }
}
