package clda.kit.memory;

import clda.memory.Fact;
import clda.memory.FactBook;
import clda.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts in memory. */
public final class MemoryFacts implements FactBook {

    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Integer> last = new HashMap<>();

    @Override
    public synchronized Optional<Fact> add(Fact unnumbered, int max) {
        if (of(unnumbered.tenant(), unnumbered.person()).size() >= max) {
            return Optional.empty();
        }
        int number = last.merge(unnumbered.tenant() + "|" + unnumbered.person(), 1, Integer::sum);
        Fact fact = unnumbered.numbered(number);
        facts.add(fact);
        return Optional.of(fact);
    }

    @Override
    public synchronized Optional<Fact> correct(String tenant, String person, int number, String text, Instant at) {
        Optional<Fact> found = find(tenant, person, number);
        found.ifPresent(fact -> facts.set(facts.indexOf(fact), fact.corrected(text, at)));
        return find(tenant, person, number);
    }

    @Override
    public synchronized Optional<Fact> remove(String tenant, String person, int number) {
        Optional<Fact> found = find(tenant, person, number);
        found.ifPresent(facts::remove);
        return found;
    }

    @Override
    public Write forget(String conversationId) {
        return (MemoryStore.MemoryWrite) any -> {
            synchronized (this) {
                facts.removeIf(fact -> conversationId.equals(fact.onlyIn()));
            }
        };
    }

    @Override
    public synchronized List<Fact> of(String tenant, String person) {
        return facts.stream()
                .filter(fact -> fact.tenant().equals(tenant) && fact.person().equals(person))
                .toList();
    }

    private Optional<Fact> find(String tenant, String person, int number) {
        return of(tenant, person).stream()
                .filter(fact -> fact.number() == number)
                .findFirst();
    }
}
