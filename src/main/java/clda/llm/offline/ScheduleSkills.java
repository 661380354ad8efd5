package clda.llm.offline;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.EventCodec;
import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Accounting;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.time.Doubt;
import clda.nlu.time.ReminderWords;
import clda.nlu.time.RepetitionWords;
import clda.nlu.time.RuleWords;
import clda.nlu.time.SpeakersZone;
import clda.nlu.time.TimeParser.Part;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The skills of reminders and recurring tasks, in English and Chinese. */
final class ScheduleSkills {

    private static final Pattern NUMBER = cue("(?:\\b|#|第|号|提醒|计划)\\s*(\\d{1,4})\\b");
    private static final Pattern REMIND = cue(
            "\\bremind(?:ing)? me\\b|\\b(?:set|setting|add|adding|create|creating|make|making)(?: up)?(?: me)? (?:a|an|the) reminder\\b|\\ba reminder\\b|提醒(?:我|一下我?|下我?)");

    /** The slot that says why a time was not taken. */
    private static final String DOUBT = "doubt";

    private ScheduleSkills() {}

    /** @param zone in which people name times */
    static List<Skill> all(Clock clock, ZoneId zone) {
        // Of cues that find the same, the first counts: a repetition may remind too, and a list be of reminders.
        return List.of(new Cancel(), new ListThem(), new Repeat(clock, zone), new Remind(clock, zone));
    }

    private static List<Span> spans(List<Part> parts) {
        return parts.stream().map(part -> new Span(part.start(), part.end())).toList();
    }

    private static Find said(String value, List<Part> parts) {
        String words = parts.stream().map(Part::words).collect(Collectors.joining(" "));
        return new Find(new SlotValue(value, words), spans(parts), false);
    }

    private static Find said(Doubt doubt, List<Part> parts) {
        return said(doubt.why() + " " + doubt.words(), parts);
    }

    /** Why nothing was taken, if there was something; before the question for it. */
    private static String doubtful(Map<String, SlotValue> known, Language language) {
        String[] doubt = value(known, DOUBT).split(" ", 2);
        return doubt.length < 2
                ? ""
                : new Doubt(Doubt.Why.valueOf(doubt[0]), doubt[1]).sentence(language) + language.choose(" ", "");
    }

    /** What follows the words for reminding, without those of a time; any text. */
    private static List<Find> reminded(String text, List<Part> time) {
        Matcher asked = REMIND.matcher(text);
        return asked.find()
                ? rest(text, asked.end(), time)
                        .map(rest ->
                                List.of(Find.free(rest.words(), rest.spans().toArray(Span[]::new))))
                        .orElse(List.of())
                : List.of();
    }

    private record Rest(String words, List<Span> spans) {}

    /** Characters of a text in which a time is looked for. */
    private static final int LOOKED_AT = 1_000;

    /** What stands behind a time that a comma closes says something about the time, and not what is to be done. */
    private static final Pattern TORN = Pattern.compile("[,，]\\s*[,，]");

    /** A word by which someone asks, and nothing that is asked for. */
    private static final Pattern ONLY_ASKS = Pattern.compile(
            "[呗吧哈啊呀哦啦嘛的了]+|一下(?:[呗吧哈啊呀哦啦]|吧)?|(?:would|will) (?:ya|you)|ok(?:ay)?", Pattern.CASE_INSENSITIVE);

    /** What is left of a text from a place on without the words of a time. */
    private static Optional<Rest> rest(String text, int from, List<Part> time) {
        List<Span> spans = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        int at = from;
        List<Part> times =
                time.stream().sorted(Comparator.comparingInt(Part::start)).toList();
        for (Part each : times) {
            if (each.start() > at) {
                spans.add(new Span(at, each.start()));
                words.append(text, at, each.start()).append(' ');
            }
            at = Math.max(at, each.end());
        }
        spans.add(new Span(at, text.length()));
        String rest = words.append(text.substring(at))
                .toString()
                .strip()
                .replaceAll("^(?:(?:for|to|that|about|of|,|，|:|：|要|去)\\s*)+", "")
                .replaceAll("\\s*(?:please|[.。!！])+$", "")
                .replaceAll("\\s{2,}", " ")
                .replaceAll("^[,，]|[,，]$", "")
                .strip();
        return rest.isEmpty()
                        || TORN.matcher(rest).find()
                        || ONLY_ASKS.matcher(rest).matches()
                ? Optional.empty()
                : Optional.of(new Rest(rest, spans));
    }

    private static String value(Map<String, SlotValue> slots, String name) {
        SlotValue slot = slots.get(name);
        return slot == null ? "" : slot.value();
    }

    private static ObjectNode object() {
        return EventCodec.JSON.createObjectNode();
    }

    /** When it is where the user is who speaks. */
    private record Now(Clock clock, ZoneId usual) {
        ZonedDateTime get() {
            return clock.instant().atZone(SpeakersZone.or(usual));
        }
    }

    private static final class Remind implements Skill {
        private final Now now;

        Remind(Clock clock, ZoneId usual) {
            this.now = new Now(clock, usual);
        }

        /** What was found in a text last: its values are looked for one after the other. */
        private record Heard(String text, ZonedDateTime second, Optional<ReminderWords.When> when) {}

        private volatile @Nullable Heard heard;

        private Optional<ReminderWords.When> when(String whole) {
            String text = whole.length() > LOOKED_AT ? whole.substring(0, LOOKED_AT) : whole;
            ZonedDateTime exactly = now.get();
            ZonedDateTime second = exactly.truncatedTo(ChronoUnit.SECONDS);
            Heard last = heard;
            if (last == null || !last.text.equals(text) || !last.second.equals(second)) {
                last = new Heard(text, second, ReminderWords.find(text, exactly));
                heard = last;
            }
            return last.when;
        }

        private List<Find> at(String text) {
            return when(text)
                    .filter(when -> when.doubt() == null)
                    .map(when -> List.of(said(when.at(), when.parts())))
                    .orElse(List.of());
        }

        private List<Find> doubts(String text) {
            return when(text)
                    .flatMap(when -> Optional.ofNullable(when.doubt()).map(doubt -> List.of(said(doubt, when.parts()))))
                    .orElse(List.of());
        }

        private List<Find> what(String text) {
            return reminded(text, when(text).map(ReminderWords.When::parts).orElse(List.of()));
        }

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "remind",
                    List.of(
                            cue(".*\\bremind me\\b.*"),
                            cue(
                                    ".*\\b(?:nudge|ping|poke|buzz) me\\b.*|.*\\b(?:don['’]?t let me|make sure i don['’]?t) forget\\b.*"),
                            cue(".*提醒我?.*")),
                    List.of(
                            new SlotDefinition("what", true, true, this::what),
                            new SlotDefinition("at", true, false, this::at),
                            new SlotDefinition(DOUBT, false, false, this::doubts)),
                    List.of(new Naming(REMIND, true), Naming.thing("提醒")));
        }

        @Override
        public String name(Language language) {
            return language.choose("the reminder", "提醒");
        }

        @Override
        public String summary(Language language) {
            return language.choose(
                    "remind you (\"remind me tomorrow at nine to call Bob\")", "提醒您（“明天九点提醒我给 Bob 打电话”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return missing.contains("what")
                    ? language.choose("What should I remind you of?", "要提醒您什么？")
                    : doubtful(known, language)
                            + language.choose("When? For example tomorrow at nine.", "什么时候？例如明天九点。");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("what", value(slots, "what")).put("at", value(slots, "at"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            return planned(result, language);
        }
    }

    private static String planned(JsonNode plan, Language language) {
        String at = plan.path("at").asText().replace('T', ' ');
        String what = plan.path("what").asText();
        String number = plan.path("number").asText();
        String every = plan.hasNonNull("every") ? plan.path("every").asText() : "";
        if (every.isEmpty()) {
            return language.choose(
                    "I will remind you on " + at + ": " + what + " (number " + number + ").",
                    "我会在 " + at + " 提醒您：" + what + "（编号 " + number + "）。");
        }
        return language.choose(
                "I will do this " + RuleWords.of(every, language) + ", next on " + at + ": " + what + " (number "
                        + number + ").",
                "已安排（" + RuleWords.of(every, language) + "，下次 " + at + "）：" + what + "（编号 " + number + "）。");
    }

    private static final class Repeat implements Skill {
        private final Now now;

        Repeat(Clock clock, ZoneId usual) {
            this.now = new Now(clock, usual);
        }

        /** What is to be done then is an order itself, and no text like any other. */
        private static List<Find> what(String text, List<Part> every) {
            if (REMIND.matcher(text).find()) {
                return reminded(text, every);
            }
            return rest(text, 0, every)
                    .map(rest -> List.of(
                            new Find(new SlotValue(Accounting.core(rest.words()), rest.words()), rest.spans(), false)))
                    .orElse(List.of());
        }

        private static final String WHEN =
                "\\b(?:every|each)\\s+(?:(?:other|second|single|first|third|fourth|last|half|quarter|an?|\\d{1,3}|two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|thirty)\\s+)?"
                        + "(?:minutes?|mins?|hours?|days?|weeks?|fortnight|months?|years?|morning|afternoon|evening|night|weekday|workday|working day|weekend|mon|tue|wed|thu|fri|sat|sun|\\w+day)\\b.*";
        private static final String OFTEN =
                "\\b(?:hourly|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|(?:mon|tues|wednes|thurs|fri|satur|sun|week|work)days|weekends|(?:once|twice|\\d times) (?:an?|every|per) \\w+|every \\w+)\\b.*";
        private static final String ZH_WHEN =
                "每(?:隔|逢|到)?(?:[一两二三四五六七八九十半\\d]{1,3})?个?(?:半)?(?:分钟|小时|钟头|刻钟|整点|天|日|早|晚|周|星期|礼拜|月|季度?|年|工作日|农历)|天天";

        @Override
        public IntentDefinition intent() {
            SlotFinder every = text -> RepetitionWords.find(text, now.get())
                    .filter(again -> again.doubt() == null)
                    .map(again -> List.of(said(again.every(), again.parts())))
                    .orElse(List.of());
            SlotFinder doubts = text -> RepetitionWords.find(text, now.get())
                    .flatMap(again ->
                            Optional.ofNullable(again.doubt()).map(doubt -> List.of(said(doubt, again.parts()))))
                    .orElse(List.of());
            SlotFinder what = text -> RepetitionWords.find(text, now.get())
                    .map(again -> what(text, again.parts()))
                    .orElse(List.of());
            SlotFinder order = new SlotFinder() {
                @Override
                public List<Find> all(String text) {
                    return what.all(text);
                }

                @Override
                public boolean isOrder() {
                    return true;
                }
            };
            SlotFinder doing = text -> List.of(
                    new Find(new SlotValue(String.valueOf(!REMIND.matcher(text).find()), "")));
            return new IntentDefinition(
                    "repeat",
                    List.of(
                            cue(".*" + WHEN),
                            cue(".*(?:" + ZH_WHEN + ").*"),
                            cue(".*\\bremind me\\b.*" + WHEN),
                            cue(".*\\bremind me\\b.*" + OFTEN),
                            cue(".*" + OFTEN + "\\bremind me\\b.*")),
                    List.of(
                            new SlotDefinition("what", true, true, order),
                            new SlotDefinition("every", true, false, every),
                            new SlotDefinition("doing", false, false, doing),
                            new SlotDefinition(DOUBT, false, false, doubts)),
                    List.of(new Naming(REMIND, true)));
        }

        @Override
        public String name(Language language) {
            return language.choose("the plan", "定期计划");
        }

        @Override
        public String summary(Language language) {
            return language.choose(
                    "do something again and again (\"every Monday at 8 list my reminders\")", "定期执行（“每周一早上八点列出我的提醒”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return missing.contains("what")
                    ? language.choose("What should I do then?", "到时要做什么？")
                    : doubtful(known, language)
                            + language.choose("When? For example every Monday at 8.", "什么时候？例如每周一早上八点。");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("what", value(slots, "what"))
                    .put("doing", Boolean.parseBoolean(value(slots, "doing")))
                    .put("every", value(slots, "every"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            return planned(result, language);
        }
    }

    private static final class ListThem implements Skill {
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "list_schedules",
                    List.of(
                            cue(".*\\b(list|show|what are)\\b.*\\b(reminders?|schedules?)\\b.*"),
                            cue("^\\s*(my )?(reminders|schedules)\\s*\\??$"),
                            cue(".*(有哪些|列出|查看|看看).{0,8}(提醒|计划|日程|定时).*")),
                    List.of());
        }

        @Override
        public String name(Language language) {
            return language.choose("the list of reminders", "提醒列表");
        }

        @Override
        public String summary(Language language) {
            return language.choose("list your reminders (\"list my reminders\")", "列出提醒（“列出我的提醒”）");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object();
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            StringBuilder list = new StringBuilder();
            for (JsonNode plan : result.path("schedules")) {
                String every = plan.hasNonNull("every") ? plan.path("every").asText() : "";
                list.append("\n- **")
                        .append(plan.path("number").asText())
                        .append("** ")
                        .append(plan.path("at").asText().replace('T', ' '))
                        .append(every.isEmpty() ? "" : " (" + RuleWords.of(every, language) + ")")
                        .append(": ")
                        .append(plan.path("what").asText());
            }
            return list.isEmpty()
                    ? language.choose("There are none in this conversation.", "这个对话里没有提醒。")
                    : language.choose("In this conversation:\n", "这个对话里的提醒：\n") + list;
        }
    }

    private static final class Cancel extends ByNumber {
        Cancel() {
            super(
                    "cancel_schedule",
                    NUMBER,
                    List.of(
                            Naming.act(
                                    "\\b(?:cancel|delete|remove|stop|(?<=mind )(?:cancelling|canceling|deleting|removing|stopping))\\b|取消|删除|删掉|删了吧|关掉|停掉|停止(?!取消|删除|移除)|移除"),
                            Naming.thing("\\b(?:reminders?|schedules?|number|no)\\b|#|个|提醒|计划|日程|定时任务?|任务|第|编号|号")),
                    cue(
                            ".*\\b(cancel|delete|remove|stop|scrap|kill|ditch|drop|bin|nuke|axe|get rid of|call off|turn off)\\b.*\\b(reminder|schedule)\\b.*"),
                    cue(".*(取消|删除|停止|移除).{0,8}(提醒|计划|日程|定时).*"));
        }

        @Override
        public String name(Language language) {
            return language.choose("cancelling the reminder", "取消提醒");
        }

        @Override
        public String summary(Language language) {
            return language.choose("cancel one (\"cancel reminder 1\")", "取消提醒（“取消提醒 1”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("Which one? Give me its number.", "取消哪一个？请告诉我编号。");
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String what = result.path("what").asText();
            return language.choose("Cancelled: " + what + ".", "已取消：" + what + "。");
        }
    }
}
