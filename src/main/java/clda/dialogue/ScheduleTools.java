package clda.dialogue;

import clda.conversation.Requester;
import clda.effects.EffectClass;
import clda.security.Zones;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import clda.tools.bean.RecurrenceRule;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tools to create, list and cancel reminders and recurring tasks. */
public class ScheduleTools {

    /** @param at local date and time in {@code zone} */
    public record Planned(
            int number, String what, boolean doing, String at, @RecurrenceRule @Nullable String every, String zone) {}

    public record Plans(List<Planned> schedules) {}

    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private final ScheduleBook book;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Zones zones;

    public ScheduleTools(ScheduleBook book, Clock clock, Supplier<String> ids, Zones zones) {
        this.book = book;
        this.clock = clock;
        this.ids = ids;
        this.zones = zones;
    }

    @AgentTool(
            value = "Reminds the user once, at a given time.",
            effect = EffectClass.LOCAL_TX,
            undo = "cancel_schedule")
    public Planned remind(
            @Param("what to remind of, in the person's words") @NotBlank @Size(max = 2000) String what,
            @Param("local date and time of the person, for example 2026-03-02T09:00; if it is of another time zone,"
                            + " 2026-03-02T09:00[Asia/Tokyo] or 2026-03-02T09:00+09:00")
                    @NotBlank
                    @Size(max = 64)
                    String at,
            ToolContext context) {
        return plan(context, what, false, null, instant(at, zones.of(context.caller())));
    }

    @AgentTool(
            value = "Schedules a recurring task or reminder.",
            effect = EffectClass.LOCAL_TX,
            undo = "cancel_schedule")
    public Planned repeat(
            @Param("what to do or to remind of, in the person's words") @NotBlank @Size(max = 2000) String what,
            @Param("true to have it done as if the person asked for it then, false to remind the person of it") @NotNull
                    Boolean doing,
            @Param("a recurrence rule of RFC 5545 with its time of day, for example"
                            + " \"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0\"; before it, if it does not begin now or"
                            + " is of another time zone, \"DTSTART;TZID=Asia/Tokyo:20260302T090000 RRULE:\"")
                    @RecurrenceRule
                    @NotBlank
                    @Size(max = 400)
                    String every,
            ToolContext context) {
        Repetition repetition;
        try {
            repetition = Repetition.starting(every, zones.of(context.caller()), clock.instant());
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("invalid_arguments", "every: " + e.getMessage());
        }
        Instant next = repetition
                .after(clock.instant())
                .orElseThrow(() -> new ToolFailure("invalid_arguments", "every: there is no such time to come"));
        return plan(context, what, doing, repetition, next);
    }

    @AgentTool(value = "Lists the reminders and recurring tasks of this conversation.", effect = EffectClass.READ)
    public Plans listSchedules(ToolContext context) {
        List<Schedule> schedules = book.in(context.conversationId());
        if (schedules.stream().anyMatch(ScheduleTools::isUntrusted)) {
            context.foreign().isInTheResult();
        }
        ZoneId zone = zones.of(context.caller());
        return new Plans(
                schedules.stream().map(schedule -> planned(schedule, zone)).toList());
    }

    @AgentTool(
            value = "Cancels a reminder or recurring task of this conversation.",
            effect = EffectClass.LOCAL_TX,
            check = "checkNumber")
    public Planned cancelSchedule(
            @Param("its number, as it was listed") @NotNull @Min(1) Integer number, ToolContext context) {
        Schedule cancelled = book.removeNow(context.conversationId(), number).orElseThrow(() -> noSuchSchedule(number));
        if (isUntrusted(cancelled)) {
            context.foreign().isInTheResult();
        }
        return planned(cancelled, zones.of(context.caller()));
    }

    /** The check of {@link #cancelSchedule}, with the same parameters. */
    void checkNumber(Integer number, ToolContext context) {
        if (book.in(context.conversationId()).stream().noneMatch(schedule -> schedule.number() == number)) {
            throw noSuchSchedule(number);
        }
    }

    private static ToolFailure noSuchSchedule(int number) {
        return new ToolFailure("no_such_schedule", "There is no schedule " + number + ".");
    }

    private static boolean isUntrusted(Schedule schedule) {
        return schedule.untrusted() == null || schedule.untrusted();
    }

    private Instant instant(String at, ZoneId zone) {
        Instant instant;
        try {
            TemporalAccessor read =
                    WRITTEN.parseBest(at.strip(), ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
            instant = read instanceof LocalDateTime local ? existing(local, zone) : Instant.from(read);
            if (read instanceof ZonedDateTime zoned) {
                existing(LocalDateTime.parse(at.strip().replaceAll("(?:Z|[+-][\\d:]+)?\\[.*", "")), zoned.getZone());
            }
        } catch (DateTimeException e) {
            throw new ToolFailure(
                    "invalid_arguments",
                    "at is a local date and time such as 2026-03-02T09:00, or 2026-03-02T09:00[Asia/Tokyo]");
        }
        if (!instant.isAfter(clock.instant())) {
            throw new ToolFailure("time_has_passed", "That time has passed.");
        }
        return instant;
    }

    /** The instant of a local time; the first if the zone has that time twice. */
    private static Instant existing(LocalDateTime local, ZoneId zone) {
        if (zone.getRules().getValidOffsets(local).isEmpty()) {
            throw new ToolFailure(
                    "no_such_time",
                    "There is no " + local.toLocalTime() + " on " + local.toLocalDate() + " in " + zone.getId()
                            + ": the clocks are put forward.");
        }
        return local.atZone(zone).toInstant();
    }

    private Planned plan(
            ToolContext context, String what, boolean doing, @Nullable Repetition repetition, Instant next) {
        Schedule schedule = book.addNow(new Schedule(
                ids.get(),
                context.caller().tenant(),
                context.conversationId(),
                0,
                new Requester(context.caller().user(), context.caller().roleNames()),
                what,
                doing,
                repetition,
                next,
                context.tainted()));
        return planned(schedule, zones.of(context.caller()));
    }

    private static Planned planned(Schedule schedule, ZoneId persons) {
        Repetition repetition = schedule.repetition();
        ZoneId zone = repetition == null ? persons : repetition.zone();
        return new Planned(
                schedule.number(),
                schedule.what(),
                schedule.doing(),
                schedule.next().atZone(zone).toLocalDateTime().toString(),
                repetition == null ? null : repetition.rule(),
                zone.getId());
    }
}
