package clda.kit.memory;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.kit.memory.MemoryStore.State;
import clda.store.Position;
import clda.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events in memory. */
public final class MemoryConversations implements ConversationStore {

    private static final long NOBODY = 0;

    private final MemoryStore store;
    private final List<Companion> companions;

    public MemoryConversations(MemoryStore store, Companion... companions) {
        this.store = store;
        this.companions = List.of(companions);
    }

    @Override
    public void create(ConversationHead head) {
        store.write(List.of((MemoryWrite) state -> {
            state.heads.put(head.id(), head);
            state.events.put(head.id(), new ArrayList<>());
        }));
    }

    @Override
    public Optional<ConversationHead> find(String conversationId) {
        State state = store.state();
        return Optional.ofNullable(state.heads.get(conversationId))
                .map(head -> new ConversationHead(
                        head.id(),
                        head.tenant(),
                        head.owner(),
                        head.title(),
                        head.archived(),
                        head.createdAt(),
                        head.updatedAt(),
                        state.events.getOrDefault(conversationId, List.of()).size(),
                        head.state(),
                        head.turns(),
                        head.unread(),
                        head.canaryOf()));
    }

    @Override
    public List<ConversationHead> list(
            String tenant, String owner, @Nullable Position before, boolean archived, int limit) {
        return store.state().heads.values().stream()
                .filter(head -> head.tenant().equals(tenant) && head.owner().equals(owner))
                .limit(limit)
                .toList();
    }

    @Override
    public void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside) {
        List<Write> writes = new ArrayList<>();
        writes.add((MemoryWrite) state -> events.forEach(event -> add(state, head, event)));
        companions.forEach(companion -> writes.addAll(companion.with(head, events)));
        writes.addAll(alongside);
        store.write(writes);
    }

    @Override
    public void read(String conversationId, long upTo) {
        // Nobody lists what was read here.
    }

    @Override
    public void appendWithin(ConversationHead head, Supplier<RecordedEvent> work, List<Write> alongside) {
        List<Write> writes = new ArrayList<>(alongside);
        writes.add((MemoryWrite) state -> {
            RecordedEvent event = work.get();
            add(state, head, event);
            companions.forEach(companion ->
                    companion.with(head, List.of(event)).forEach(write -> ((MemoryWrite) write).in(state)));
        });
        store.write(writes);
    }

    private static void add(State state, ConversationHead head, RecordedEvent event) {
        List<RecordedEvent> events = state.events.get(head.id());
        if (events == null) {
            throw new NoSuchElementException(head.id());
        }
        if (event.seq() != events.size() + 1) {
            throw new SequenceTaken(head.id());
        }
        events.add(event);
    }

    @Override
    public List<RecordedEvent> read(ConversationHead head, long after, int limit) {
        return store.state().events.getOrDefault(head.id(), List.of()).stream()
                .filter(event -> event.seq() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public long beginningOf(String conversationId, int turns, long before) {
        return 1;
    }

    @Override
    public void erase(String conversationId, List<Write> alongside) {
        List<Write> writes = new ArrayList<>(alongside);
        find(conversationId)
                .ifPresent(head -> companions.forEach(companion -> writes.addAll(companion.withErasure(head))));
        writes.add((MemoryWrite) state -> {
            state.heads.remove(conversationId);
            state.events.remove(conversationId);
            state.runs.remove(conversationId);
        });
        store.write(writes);
    }

    @Override
    public Map<String, Long> lastSeqs(Collection<String> conversationIds) {
        Map<String, Long> last = new HashMap<>();
        conversationIds.forEach(id -> last.put(
                id, (long) store.state().events.getOrDefault(id, List.of()).size()));
        return last;
    }

    @Override
    public Write beginRun(String conversationId, long epoch) {
        return (MemoryWrite) state -> {
            Long running = state.runs.get(conversationId);
            if (running != null && running != epoch && store.alive().contains(running)) {
                throw new RunTaken(conversationId);
            }
            state.runs.put(conversationId, epoch);
        };
    }

    @Override
    public Write takeOverRun(String conversationId, long epoch) {
        return (MemoryWrite) state -> {
            Long running = state.runs.get(conversationId);
            if (running == null || running == epoch || store.alive().contains(running)) {
                throw new RunTaken(conversationId);
            }
            state.runs.put(conversationId, epoch);
        };
    }

    @Override
    public Write leaveRun(String conversationId, long epoch) {
        return (MemoryWrite) state -> {
            Long running = state.runs.get(conversationId);
            if (running != null && running != epoch && store.alive().contains(running)) {
                throw new RunTaken(conversationId);
            }
            state.runs.put(conversationId, NOBODY);
        };
    }

    @Override
    public Write takeLeftRun(String conversationId, long epoch) {
        return (MemoryWrite) state -> {
            if (!state.runs.replace(conversationId, NOBODY, epoch)) {
                throw new RunTaken(conversationId);
            }
        };
    }

    @Override
    public List<ConversationHead> left(String after, int limit) {
        State state = store.state();
        return state.runs.entrySet().stream()
                .filter(run -> run.getValue() == NOBODY)
                .map(Map.Entry::getKey)
                .filter(id -> id.compareTo(after) > 0)
                .sorted()
                .map(state.heads::get)
                .limit(limit)
                .toList();
    }

    @Override
    public Write endRun(String conversationId, long epoch) {
        return (MemoryWrite) state -> {
            if (!state.runs.remove(conversationId, epoch)) {
                throw new RunTaken(conversationId);
            }
        };
    }

    @Override
    public List<ConversationHead> abandoned(int limit) {
        State state = store.state();
        return state.runs.entrySet().stream()
                .filter(run -> run.getValue() != NOBODY && !store.alive().contains(run.getValue()))
                .map(run -> state.heads.get(run.getKey()))
                .limit(limit)
                .toList();
    }

    @Override
    public Write forgetRun(String conversationId, long seen) {
        return (MemoryWrite) state -> {
            if (state.events.getOrDefault(conversationId, List.of()).size() > seen) {
                throw new SequenceTaken(conversationId);
            }
            if (!store.alive().contains(state.runs.get(conversationId))) {
                state.runs.remove(conversationId);
            }
        };
    }
}
