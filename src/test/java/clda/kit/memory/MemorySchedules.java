package clda.kit.memory;

import clda.dialogue.Schedule;
import clda.dialogue.ScheduleBook;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules in memory. */
public final class MemorySchedules implements ScheduleBook {

    private final List<Schedule> schedules = new CopyOnWriteArrayList<>();

    @Override
    public synchronized Schedule addNow(Schedule unnumbered) {
        int number = in(unnumbered.conversationId()).stream()
                        .mapToInt(Schedule::number)
                        .max()
                        .orElse(0)
                + 1;
        Schedule numbered = with(unnumbered, number, unnumbered.next());
        schedules.add(numbered);
        return numbered;
    }

    private static Schedule with(Schedule schedule, int number, Instant next) {
        return new Schedule(
                schedule.id(),
                schedule.tenant(),
                schedule.conversationId(),
                number,
                schedule.by(),
                schedule.what(),
                schedule.doing(),
                schedule.repetition(),
                next,
                schedule.untrusted());
    }

    @Override
    public synchronized Optional<Schedule> removeNow(String conversationId, int number) {
        Optional<Schedule> found = in(conversationId).stream()
                .filter(schedule -> schedule.number() == number)
                .findFirst();
        found.ifPresent(schedules::remove);
        return found;
    }

    @Override
    public Write move(String scheduleId, Instant from, @Nullable Instant next) {
        return (MemoryWrite) state -> {
            Schedule due = find(scheduleId)
                    .filter(schedule -> schedule.next().equals(from))
                    .orElseThrow(() -> new Moved(scheduleId));
            schedules.remove(due);
            if (next != null) {
                schedules.add(with(due, due.number(), next));
            }
        };
    }

    @Override
    public Write remove(String scheduleId) {
        return (MemoryWrite)
                state -> schedules.removeIf(schedule -> schedule.id().equals(scheduleId));
    }

    @Override
    public Optional<Schedule> find(String scheduleId) {
        return schedules.stream()
                .filter(schedule -> schedule.id().equals(scheduleId))
                .findFirst();
    }

    @Override
    public Page<Listed<Schedule>> of(String tenant, String user, @Nullable Position after, int limit) {
        return MemoryPages.of(of(tenant, user), schedule -> new Position(schedule.next(), schedule.id()), after, limit);
    }

    private Stream<Schedule> of(String tenant, String user) {
        return schedules.stream()
                .filter(schedule ->
                        schedule.tenant().equals(tenant) && schedule.by().user().equals(user));
    }

    @Override
    public long count(String tenant, String user) {
        return of(tenant, user).count();
    }

    @Override
    public List<Schedule> in(String conversationId) {
        return schedules.stream()
                .filter(schedule -> schedule.conversationId().equals(conversationId))
                .toList();
    }

    @Override
    public Page<Due> before(Instant time, @Nullable Position after, int limit) {
        return new Page<>(
                schedules.stream()
                        .filter(schedule -> !schedule.next().isAfter(time))
                        .map(schedule -> new Due(schedule.id(), schedule.next()))
                        .toList(),
                null);
    }

    @Override
    public Write forget(String conversationId) {
        return (MemoryWrite) state ->
                schedules.removeIf(schedule -> schedule.conversationId().equals(conversationId));
    }
}
