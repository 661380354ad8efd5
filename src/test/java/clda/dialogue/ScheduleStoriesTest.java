package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.Decision;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.demo.DemoSkills;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.BuiltInSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reminders and recurring tasks, asked for in words with no model, on the real store and db-scheduler. */
class ScheduleStoriesTest {

    /** A Monday. */
    private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");

    /** Learned once, which takes longer than most of the stories. */
    private static final LocalInterpreter UNDERSTANDING = new LocalInterpreter(
            SkillResponder.intents(skills(Clock.systemUTC())),
            BuiltInData.talk().and(DemoSkills.examples()));

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(MONDAY);
    private Clda clda;

    @AfterEach
    void close() {
        if (clda != null) {
            clda.close();
        }
    }

    private static List<Skill> skills(Clock clock) {
        List<Skill> skills = new ArrayList<>(BuiltInSkills.all(clock, ZoneOffset.UTC));
        skills.addAll(DemoSkills.all(clock, ZoneOffset.UTC));
        return skills;
    }

    private SeEngine.Options options() {
        return new SeEngine.Options(dataDir, new SkillResponder(skills(clock), UNDERSTANDING)).clock(clock);
    }

    private List<Schedule> schedules() {
        return AllPages.of(clda.engine().engine().schedules(), ALICE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    remind me tomorrow at nine to call Bob        | call Bob      | 2026-03-03T09:00:00Z
                    Remind me at 5 pm that the report is due      | the report is due | 2026-03-02T17:00:00Z
                    remind me in 20 minutes about the oven        | the oven      | 2026-03-02T10:20:00Z
                    明天九点提醒我给 Bob 打电话                       | 给 Bob 打电话   | 2026-03-03T09:00:00Z
                    提醒我下周三下午三点半开会                         | 开会           | 2026-03-11T15:30:00Z
                    半小时后提醒我关火                               | 关火           | 2026-03-02T10:30:00Z
                    remind me in 1 hour 30 minutes to stretch     | stretch       | 2026-03-02T11:30:00Z
                    remind me in 10 seconds to breathe            | breathe       | 2026-03-02T10:00:10Z
                    remind me on 29 Feb to celebrate              | celebrate     | 2028-02-29T09:00:00Z
                    remind me at 5 pm to book a table for 7 pm    | book a table for 7 pm | 2026-03-02T17:00:00Z
                    remind me tomorrow at 9 to write "see you at 5 pm" | write "see you at 5 pm" | 2026-03-03T09:00:00Z
                    at 9 pm Tokyo time remind me to join          | join          | 2026-03-02T12:00:00Z
                    腊月廿三提醒我祭灶                               | 祭灶           | 2027-01-30T09:00:00Z
                    """)
    void aReminderIsMadeInWords(String sentence, String what, Instant next) {
        clda = Clda.opens(options());

        Turn turn = clda.says(sentence);

        assertThat(turn.state()).as(turn.reply()).isEqualTo(Turn.State.COMPLETED);
        assertThat(schedules()).singleElement().satisfies(schedule -> {
            assertThat(schedule.what()).isEqualTo(what);
            assertThat(schedule.next()).isEqualTo(next);
            assertThat(schedule.doing()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    每周一早上八点发上个月的销售报表                    | 发上个月的销售报表         | FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0 | true  | 2026-03-09T08:00:00Z
                    every Monday at 8 show last month's sales      | show last month's sales | FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0 | true  | 2026-03-09T08:00:00Z
                    every weekday at 17:30 remind me to go home    | go home                 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=17;BYMINUTE=30 | false | 2026-03-02T17:30:00Z
                    every other Monday at 9 remind me to water the plants | water the plants  | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0 | false | 2026-03-09T09:00:00Z
                    每月最后一天提醒我关账                             | 关账                    | FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0 | false | 2026-03-31T09:00:00Z
                    every five minutes remind me to breathe         | breathe                 | FREQ=MINUTELY;INTERVAL=5 | false | 2026-03-02T10:05:00Z
                    remind me every two hours to drink water        | drink water             | FREQ=HOURLY;INTERVAL=2 | false | 2026-03-02T12:00:00Z
                    每年农历八月初三提醒我妈妈生日                      | 妈妈生日                 | RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3;BYHOUR=9;BYMINUTE=0 | false | 2026-09-13T09:00:00Z
                    每月1号上午九点提醒我交房租                        | 交房租                   | FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0 | false | 2026-04-01T09:00:00Z
                    """)
    void repeatedWorkIsMadeInWords(String sentence, String what, String every, boolean doing, Instant next) {
        clda = Clda.opens(options());

        clda.says(sentence);

        assertThat(schedules()).singleElement().satisfies(schedule -> {
            assertThat(schedule.what()).isEqualTo(what);
            assertThat(schedule.repetition().rule()).isEqualTo(every);
            assertThat(schedule.doing()).isEqualTo(doing);
            assertThat(schedule.next()).isEqualTo(next);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    remind me on February 30 to pay            | There is no "on February 30". When?
                    2月30日提醒我交房租                           | 没有“2月30日”这一天。什么时候？
                    remind me at 25:00 to pay                  | There is no such time as "at 25:00". When?
                    remind me on Friday, March 3 to pay        | the day of the week does not fit the date. When?
                    remind me to book a table for 7 pm         | When?
                    remind me of the meeting tomorrow at 3     | can be read in two ways. When?
                    remind me next week to call Bob            | does not say exactly when. When?
                    remind me at 9 and 17 to take my pills     | is more than one time
                    remind me every month on the 31st to pay   | Not every time has the day
                    每月31号提醒我付款                            | 不是每次都有“每月31号”这一天
                    every week remind me to call Bob           | does not say exactly when
                    """)
    void aTimeThatIsNotOneIsAskedForAndNothingIsPlanned(String sentence, String question) {
        clda = Clda.opens(options());

        Turn turn = clda.says(sentence);

        assertThat(turn.reply()).contains(question);
        assertThat(turn.calls()).isEmpty();
        assertThat(schedules()).isEmpty();
    }

    @Test
    void theAnswerToTheQuestionIsTaken() {
        clda = Clda.opens(options());
        clda.says("remind me on February 30 to pay");

        Turn turn = clda.says("on March 31 at 9");

        assertThat(turn.reply()).contains("2026-03-31 09:00").contains("pay");
        assertThat(schedules()).singleElement().satisfies(schedule -> assertThat(schedule.next())
                .isEqualTo(Instant.parse("2026-03-31T09:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    every other Monday at 9 remind me to water the plants | the recurring task (water the plants, every other Monday at 09:00)
                    每月最后一天提醒我关账                             | 定期任务（关账，每月最后一天 09:00）
                    remind me tomorrow at nine to call Bob        | the reminder (call Bob, 2026-03-03 09:00)
                    """)
    void whatWasUnderstoodIsSaidInWordsAndNotInRules(String sentence, String means) {
        clda = Clda.opens(options());

        Turn turn = clda.says(sentence);

        assertThat(turn.intent().means()).isEqualTo(means);
    }

    @Test
    void aTimeThatWasDoubtedIsNoPartOfWhatWasUnderstoodInTheEnd() {
        clda = Clda.opens(options());
        clda.says("remind me on February 30 to pay");

        Turn turn = clda.says("on March 31 at 9");

        assertThat(turn.intent().means()).isEqualTo("the reminder (pay, 2026-03-31 09:00)");
    }

    @Test
    void whatComesEveryMinuteComesEveryMinute() {
        clda = Clda.opens(options());
        clda.says("every minute show last month's sales");

        clock.set(Instant.parse("2026-03-02T10:01:00Z"));
        assertThat(clda.awaitNews("t2").calls()).singleElement().satisfies(call -> assertThat(call.tool())
                .isEqualTo("sales_report"));
        clock.set(Instant.parse("2026-03-02T10:02:00Z"));
        clda.awaitNews("t3");

        assertThat(schedules()).singleElement().satisfies(schedule -> assertThat(schedule.next())
                .isEqualTo(Instant.parse("2026-03-02T10:03:00Z")));
    }

    @Test
    void timesAreThoseOfThePersonsOwnZone() {
        clda = Clda.opens(options());
        clda.engine().settings().setZone(ALICE, ZoneId.of("Asia/Shanghai"));
        clock.set(Instant.parse("2026-03-02T18:00:00Z"));

        Turn turn = clda.says("remind me tomorrow at nine to call Bob");
        clda.says("every day at 8 remind me to stretch");

        assertThat(turn.reply()).contains("2026-03-04 09:00");
        assertThat(schedules())
                .extracting(Schedule::next)
                .containsExactly(Instant.parse("2026-03-03T00:00:00Z"), Instant.parse("2026-03-04T01:00:00Z"));
    }

    @Test
    void aReminderIsSaidWhenItsTimeHasComeAndOnlyOnce() {
        clda = Clda.opens(options());
        clda.says("remind me in 20 minutes to call Bob");

        clock.set(Instant.parse("2026-03-02T10:20:00Z"));

        Turn reminder = clda.awaitNews("t2");
        assertThat(reminder.trigger().kind()).isEqualTo(Trigger.Kind.REMINDER);
        assertThat(reminder.reply()).isEqualTo("Reminder: call Bob");
        assertThat(schedules()).isEmpty();
    }

    @Test
    void whatCameDueWhileNothingRanIsMadeUpForOnceAndGoesOn() {
        Clda first = Clda.opens(options());
        first.says("每周一早上八点发上个月的销售报表");
        first.crashes();
        clock.set(Instant.parse("2026-03-25T12:00:00Z"));

        clda = Clda.comesBack(options(), first.conversationId());

        Turn report = clda.awaitNews("t2");
        assertThat(report.trigger().kind()).isEqualTo(Trigger.Kind.TIMER);
        assertThat(report.calls()).singleElement().satisfies(call -> assertThat(call.tool())
                .isEqualTo("sales_report"));
        assertThat(schedules()).singleElement().satisfies(schedule -> assertThat(schedule.next())
                .isEqualTo(Instant.parse("2026-03-30T08:00:00Z")));
        assertThat(clda.eventTypes().stream().filter("turn.started"::equals).count())
                .isEqualTo(2);
    }

    @Test
    void schedulesAreListedAndCancelledInWords() {
        clda = Clda.opens(options());
        clda.says("remind me tomorrow at nine to call Bob");
        assertThat(clda.says("list my reminders").reply()).contains("call Bob").contains("2026-03-03 09:00");

        Turn shown = clda.says("取消提醒 1");
        assertThat(schedules()).hasSize(1);
        clda.decides(ALICE, Decision.APPROVE);
        assertThat(clda.awaitNews(shown.id()).reply()).contains("call Bob");

        assertThat(schedules()).isEmpty();
    }

    @Test
    void aReminderThatIsNotThereIsNamedBeforeAnybodyIsAskedToApprove() {
        clda = Clda.opens(options());

        Turn turn = clda.says("cancel reminder 3");

        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
        assertThat(turn.reply()).contains("There is no schedule 3.");
    }

    @Test
    void whatIsMissingIsAskedFor() {
        clda = Clda.opens(options());

        assertThat(clda.says("remind me to call Bob").state()).isEqualTo(Turn.State.AWAITING_INPUT);
        clda.says("tomorrow at nine");

        assertThat(schedules()).singleElement().satisfies(schedule -> assertThat(schedule.what())
                .isEqualTo("call Bob"));
    }

    @Test
    void anothersScheduleDoesNotExist() {
        clda = Clda.opens(options());
        clda.says("remind me tomorrow at nine to call Bob");
        String id = schedules().getFirst().id();

        assertThatThrownBy(() -> clda.engine().engine().schedules().cancel(BOB, id))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
    }

    @Test
    void anErasedConversationTakesItsSchedulesWithIt() {
        clda = Clda.opens(options());
        clda.says("remind me tomorrow at nine to call Bob");

        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());

        assertThat(schedules()).isEmpty();
    }

    /** Reminders that are all due at one moment, in the conversation of the story. */
    private void planned(int first, int count, Instant due) {
        JpaScheduleBook book = new JpaScheduleBook(
                clda.engine().store(), clda.engine().keyRing(), clda.engine().seals());
        clda.engine().store().write((JpaWrite) entities -> {
            for (int i = first; i < first + count; i++) {
                book.addNow(new Schedule(
                        "s" + i,
                        "default",
                        clda.conversationId(),
                        0,
                        new Requester("alice", List.of("user")),
                        "number " + i,
                        false,
                        null,
                        due,
                        false));
            }
        });
    }

    @Test
    void schedulesThatAreDamagedKeepNoOtherFromBeingTold() {
        // Given more of them than one look reads at once, all due before one that is whole
        clda = Clda.opens(options());
        planned(0, 1_100, MONDAY.plusSeconds(1));
        planned(2_000, 1, MONDAY.plusSeconds(2));
        clda.engine().store().write((JpaWrite)
                entities -> entities.createNativeQuery("update schedule set number = number + 5000 where id <> 's2000'")
                        .executeUpdate());

        // When their time comes
        clock.set(MONDAY.plusSeconds(3));

        // Then
        assertThat(clda.awaitNews("t1").reply()).isEqualTo("Reminder: number 2000");
        assertThat(clda.eventTypes().stream().filter("turn.started"::equals)).hasSize(1);
    }

    @Test
    void whatIsDueAtOneMomentIsEachToldOnce() {
        // Given
        clda = Clda.opens(options());
        planned(0, 60, MONDAY.plusSeconds(1));

        // When
        clock.set(MONDAY.plusSeconds(1));

        // Then
        clda.awaitNews("t60");
        assertThat(clda.events().stream()
                        .map(RecordedEvent::event)
                        .filter(TurnCompleted.class::isInstance)
                        .map(event -> ((TurnCompleted) event).reply()))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(schedules()).isEmpty();
    }
}
