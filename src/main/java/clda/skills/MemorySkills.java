package clda.skills;

import static clda.nlu.IntentDefinition.cue;
import static clda.skills.Slots.value;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The skills of the user's memory, in English and Chinese. */
final class MemorySkills {

    private static final Pattern ASKED = cue(
            "\\b(?:remember|remembering|note|noting|keep in mind|keeping in mind|(?:save|saving) the fact|jot down|jotting down|write down|bear in mind|make a (?:mental )?note(?: of| for me)?|note to self|memori[sz]e|don['’]?t forget(?= that\\b))\\b(?:\\s+(?:from now on|for good)\\b)?(?:\\s+that\\b)?[:：,]?\\s*"
                    + "|(?:请|麻烦)?(?:你)?(?:帮我|替我)?(?:记(?:住|一下|下来|下|录|着|好)|保存)(?:了)?(?:一下|(?:这|一)条信息)?[:：,，]?\\s*");
    private static final Pattern HERE = cue(
            "[,，]?\\s*\\b(?:just |only )?(?:for|in) this (?:conversation|chat)(?: only)?\\b[:：,，]?(?:\\s*that\\b)?|(?:只|仅)?在?(?:这个|本次?|这次)对话(?:里|中)?(?:只)?[:：,，]?");
    /** Words that introduce something to do or to think of, not a fact. */
    private static final Pattern NO_FACT = cue("^(?:to|when|how|the time)\\b|^的");

    private static final Pattern NUMBER = cue("(?:\\b|#|第|编号)\\s*(\\d{1,6})(?:\\b|[条则]|号|个)?");

    private MemorySkills() {}

    static List<Skill> all() {
        return List.of(new Forget(), new Recall(), new Remember());
    }

    private static final class Remember implements Skill {

        private final IntentDefinition definition = define();

        /** What follows the asking, without saying where it is to be known. */
        private static List<Find> what(String text) {
            Matcher asked = ASKED.matcher(HERE.matcher(text)
                    .replaceAll(found -> " ".repeat(found.group().length())));
            if (!asked.find()) {
                return List.of();
            }
            List<Span> here = HERE.matcher(text).results().map(Span::of).toList();
            Rest what = Rest.of(text, asked.end(), here);
            return what.words().isEmpty() || NO_FACT.matcher(what.words()).find() ? List.of() : List.of(what.free());
        }

        @Override
        public IntentDefinition intent() {
            return definition;
        }

        private IntentDefinition define() {
            SlotFinder everywhere = text -> {
                List<Find> here = SlotFinder.matches(HERE, text, match -> Find.of(match, "false"));
                return here.isEmpty() ? List.of(new Find(new SlotValue("true", ""))) : here;
            };
            return new IntentDefinition(
                    "remember",
                    List.of(
                            cue(
                                    "^\\s*(?:(?:for|in) this (?:conversation|chat),?\\s+)?(?:please\\s+)?(?:remember|remembering|note that|noting that|keep(?:ing)? in mind|sav(?:e|ing) the fact|jot down|write down|bear in mind|make a (?:mental )?note|note to self|memori[sz]e|don['’]?t forget that)\\b(?!\\s+me\\b).*"),
                            cue(
                                    "^\\s*(?:在?(?:这个|本次?|这次)对话(?:里|中)?)?(?:请|麻烦)?(?:你)?(?:帮我|替我)?(?:在?(?:这个|本次?|这次)对话(?:里|中)?)?(?:记(?:住|一下|下来|下|录|着|好)|保存这条信息).*")),
                    List.of(
                            new SlotDefinition("what", true, true, Remember::what),
                            new SlotDefinition("everywhere", false, false, everywhere)),
                    List.of(new Naming(ASKED, true)));
        }

        @Override
        public String name(Language language) {
            return language.choose("what to remember", "要记住的事");
        }

        @Override
        public String summary(Language language) {
            return language.choose(
                    "remember something (\"remember that I prefer short answers\")", "记住一件事（“记住我喜欢简短的回答”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("What should I remember?", "要我记住什么？");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("what", value(slots, "what"))
                    .put("everywhere", !value(slots, "everywhere").equals("false"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String what = result.path("what").asText();
            String number = result.path("number").asText();
            return result.path("everywhere").asBoolean()
                    ? language.choose(
                            "Remembered: " + what + " (number " + number + ").", "记住了：" + what + "（编号 " + number + "）。")
                    : language.choose(
                            "Remembered for this conversation: " + what + " (number " + number + ").",
                            "在这个对话里记住了：" + what + "（编号 " + number + "）。");
        }
    }

    private static final class Recall implements Skill {

        private final IntentDefinition definition = define();

        @Override
        public IntentDefinition intent() {
            return definition;
        }

        private IntentDefinition define() {
            return new IntentDefinition(
                    "recall",
                    List.of(
                            cue("^\\s*what (?:do|did) you (?:still )?remember\\b.*"),
                            cue("^\\s*what do you know about me\\b.*"),
                            cue(
                                    "^(?!.*\\d)(?!.*\\b(?:forget|erase|wipe|delete|remove|clear|save|store|commit|put|keep|add)\\b).*\\b(?:(?:your|ur) (?:long-term )?(?:memory|memories)|memory (?:dump|bank|list)|remembered facts|facts you (?:hold|have|remember|know)|(?:notes|saved|stored|remembered|kept in mind|know|remember) (?:on|about|of|so far)(?: me)?)\\b.*"),
                            cue(
                                    "^(?!.*\\d)(?!.*(?:删|清除|清空|忘|抹|擦|存入|写进|加一|记一)).*(?:(?:你|您|妳).{0,10}(?:记忆|脑子|memory)|记忆清单|show memory|长期记忆).*"),
                            cue(
                                    "^(?!.*\\d).*(?:(?:你|您|妳)(?:对我)?(?:知道|了解)(?:我)?(?:的)?(?:多少|些什么|哪些)|(?:存|保存|存储|记录|记|知道|收集)(?:了|过|着|下来|住|的)*.{0,4}(?:关于)?我.{0,5}(?:什么|哪些|啥|信息|资料|记录|事)|对我了解多少|让你记(?:的|住的)(?:东西|那些|事)).*"),
                            cue(
                                    ".*\\b(?:list|show)\\b.*\\b(?:what you remember|my memory|(?:your )?memory of me|remembered facts)\\b.*"),
                            cue(".*你(?:都|还)?(?:记得|记住了?)(?:我|关于我的)?.{0,3}(?:什么|哪些|啥).*"),
                            cue("^\\s*你(?:知道|了解)(?:关于)?我(?:的)?(?:什么|哪些).*"),
                            cue(
                                    "^\\s*(?:list|show|tell|give|recall|recalling)\\b.*\\b(?:facts|what you (?:have )?remember(?:ed)?|(?:everything|all) (?:that )?you (?:have )?remember(?:ed)?)\\b.*"),
                            cue("^\\s*(?:告诉我|列出|显示|查看|回忆).{0,4}(?:你知道的信息|你记得的|记住的|我让你记的).*")),
                    List.of(),
                    List.of(
                            Naming.act(
                                    "\\b(?:what (?:do|did|have) you (?:still )?(?:remember(?:ed)?|know)|list|show|tell|give|recall|recalling|listing|showing|telling)\\b|记得|记住|回忆|告诉我|列出|显示|查看|知道|了解"),
                            Naming.thing(
                                    "\\b(?:facts?|know|about|memory|everything|all|remember(?:ed)?|what|have|you)\\b|什么|哪些|啥|关于|所有|事情|信息|资讯|内容|事|让|记|已|都|还|了")));
        }

        @Override
        public String name(Language language) {
            return language.choose("what is remembered", "记住的内容");
        }

        @Override
        public String summary(Language language) {
            return language.choose("say what I remember (\"what do you remember about me?\")", "列出记住的内容（“你记得我什么？”）");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return Json.MAPPER.createObjectNode();
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            StringBuilder list = new StringBuilder();
            for (JsonNode fact : result.path("facts")) {
                list.append("\n- **")
                        .append(fact.path("number").asText())
                        .append("** ")
                        .append(fact.path("what").asText());
                if (!fact.path("everywhere").asBoolean()) {
                    list.append(language.choose(" (in this conversation)", "（仅此对话）"));
                }
            }
            return list.isEmpty()
                    ? language.choose(
                            "Nothing yet. Say for example \"remember that I prefer short answers\".",
                            "还没有。例如可以说“记住我喜欢简短的回答”。")
                    : language.choose("You asked me to remember:\n", "您让我记住的：\n") + list;
        }
    }

    private static final class Forget extends ByNumber {
        Forget() {
            super(
                    "forget",
                    NUMBER,
                    List.of(
                            Naming.act(
                                    "\\b(?:forget|unlearn|delete|remove|erase|wipe|scrub|scratch|discard|drop|strike|clear|bin|take(?= .{1,20}out of (?:your|ur) (?:head|memory))|stop rememb?e?ring|get rid of|(?<=mind )(?:forgetting|deleting|removing|erasing))\\b|忘掉|忘记|忘了吧|忘啦|忘了(?!它?$)|删除|删掉|删了吧|删了|删(?=哈|吧|$)|清除|清掉|抹去|抹掉|抹了|擦除|移出|丢了吧|去掉|别记了|不用再记了?"),
                            Naming.thing(
                                    "\\b(?:facts?|number|no|nr|item|note|memory|(?:off|from|out of|in) (?:your |the )?(?:memory|head)(?: list)?|(?:from |that )?(?:what )?you(?:['’]ve)? remember(?:ed)?(?: about me)?|remembered)\\b|#|第|[条则]|号|编号|(?:从)?(?:你的?)?(?:长期)?记忆(?:里的?|库|条目)?|memory|你所?记(?:住)?的(?:那[条个])?|内容|事实|信息|资讯")),
                    "no_such_fact",
                    cue(
                            "^\\s*(?:forget|forgetting|delete|deleting|remove|removing|erase|erasing|wipe|scratch|scrub|drop|ditch|bin|nuke|lose|get rid of)\\b.*\\bfacts?\\b.*"),
                    cue(
                            "^(?!.*\\b(?:reminders?|schedules?|scheduled)\\b)(?=.*\\d).*\\b(?:facts?|memory|memories|remembered|you remember(?:ed)?|unlearn)\\b.*"),
                    cue("^(?!.*(?:提醒|定时|计划|日程))(?=.*\\d).*(?:记忆|memory|你所?记(?:的|住)|让你记的|脑子里).*"),
                    cue("^\\s*(?:删除|删掉|抹去|清掉|把)第\\s*\\d{1,6}\\s*[条则].*"),
                    cue("^\\s*(?:please\\s+)?forget\\s+(?:(?:fact|number|no\\.?)\\s*)?#?\\d{1,6}\\s*[.!]?\\s*$"),
                    cue("^\\s*(?:please\\s+)?forget\\b.*\\b(?:fact|you remember(?:ed)?)\\b.*"),
                    cue("^\\s*(?:请)?(?:忘掉|忘记|忘了|不要再记)(?:编号)?\\s*(?:第\\s*)?\\d{1,6}.*"),
                    cue("^\\s*(?:请)?(?:忘掉|忘记|忘了).{0,6}(?:记住的|那条).*"));
        }

        @Override
        public String name(Language language) {
            return language.choose("what to forget", "要忘记的内容");
        }

        @Override
        public String summary(Language language) {
            return language.choose("forget a fact (\"forget number 1\")", "忘掉一条（“忘掉第 1 条”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("Which one? Give me its number.", "忘记哪一条？请告诉我编号。");
        }

        @Override
        String noSuchNumber(String number, Language language) {
            return language.choose("There is no fact " + number + ".", "没有编号为 " + number + " 的记忆。");
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String what = result.path("what").asText();
            return language.choose("Forgotten: " + what, "已忘记：" + what);
        }
    }
}
