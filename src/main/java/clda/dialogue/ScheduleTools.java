package clda.dialogue;

import clda.conversation.ConversationEvent.Requester;
import clda.effects.EffectClass;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reminders and repeated work, in words: make, list and cancel them. */
public class ScheduleTools {

    /** @param at local date and time in {@code zone} */
    public record Planned(int number, String what, boolean doing, String at, @Nullable String every, String zone) {}

    public record Plans(List<Planned> schedules) {}

    private final ScheduleBook book;
    private final Clock clock;
    private final Supplier<String> ids;
    private final ZoneId zone;

    /** @param zone in which persons name times */
    public ScheduleTools(ScheduleBook book, Clock clock, Supplier<String> ids, ZoneId zone) {
        this.book = book;
        this.clock = clock;
        this.ids = ids;
        this.zone = zone;
    }

    @AgentTool(
            value = "Reminds the person of something at a time, once.",
            effect = EffectClass.LOCAL_TX,
            undo = "cancel_schedule")
    public Planned remind(
            @Param("what to remind of, in the person's words") @NotBlank @Size(max = 2000) String what,
            @Param("local date and time, for example 2026-03-02T09:00") @NotBlank @Size(max = 32) String at,
            ToolContext context) {
        return plan(context, what, false, null, instant(at));
    }

    @AgentTool(
            value = "Has something done, or the person reminded, again and again.",
            effect = EffectClass.LOCAL_TX,
            undo = "cancel_schedule")
    public Planned repeat(
            @Param("what to do or to remind of, in the person's words") @NotBlank @Size(max = 2000) String what,
            @Param("true to have it done as if the person asked for it then, false to remind the person of it") @NotNull
                    Boolean doing,
            @Param("\"daily 08:00\", \"weekdays 08:00\", \"weekly MONDAY 08:00\" or \"monthly 1 08:00\"")
                    @NotBlank
                    @Size(max = 40)
                    String every,
            ToolContext context) {
        Repetition repetition;
        try {
            repetition = Repetition.parse(every, zone);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("invalid_arguments", "every: " + e.getMessage());
        }
        return plan(context, what, doing, repetition, repetition.after(clock.instant()));
    }

    @AgentTool(value = "Lists the reminders and repeated work of this conversation.", effect = EffectClass.READ)
    public Plans listSchedules(ToolContext context) {
        List<Schedule> schedules = book.in(context.conversationId());
        if (schedules.stream().anyMatch(ScheduleTools::isUntrusted)) {
            context.foreign().isInTheResult();
        }
        return new Plans(schedules.stream().map(this::planned).toList());
    }

    @AgentTool(value = "Cancels a reminder or repeated work of this conversation.", effect = EffectClass.LOCAL_TX)
    public Planned cancelSchedule(
            @Param("its number, as it was listed") @NotNull @Min(1) Integer number, ToolContext context) {
        Schedule cancelled = book.removeNow(context.conversationId(), number)
                .orElseThrow(() -> new ToolFailure("There is no schedule " + number + "."));
        if (isUntrusted(cancelled)) {
            context.foreign().isInTheResult();
        }
        return planned(cancelled);
    }

    private static boolean isUntrusted(Schedule schedule) {
        return schedule.untrusted() == null || schedule.untrusted();
    }

    private Instant instant(String at) {
        Instant instant;
        try {
            instant = LocalDateTime.parse(at).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new ToolFailure("invalid_arguments", "at is a local date and time such as 2026-03-02T09:00");
        }
        if (!instant.isAfter(clock.instant())) {
            throw new ToolFailure("That time has passed.");
        }
        return instant;
    }

    private Planned plan(
            ToolContext context, String what, boolean doing, @Nullable Repetition repetition, Instant next) {
        return planned(book.addNow(new Schedule(
                ids.get(),
                context.caller().tenant(),
                context.conversationId(),
                0,
                new Requester(context.caller().user(), context.caller().roleNames()),
                what,
                doing,
                repetition,
                next,
                context.tainted())));
    }

    private Planned planned(Schedule schedule) {
        Repetition repetition = schedule.repetition();
        return new Planned(
                schedule.number(),
                schedule.what(),
                schedule.doing(),
                schedule.next().atZone(zone).toLocalDateTime().toString(),
                repetition == null ? null : repetition.text(),
                zone.getId());
    }
}
