package clda.llm.offline;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.EventCodec;
import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The person's memory for the built-in understanding, in English and Chinese. */
final class MemorySkills {

    private static final Pattern ASKED = cue(
            "^\\s*(?:(?:please|can you|could you|pls)\\s+)*remember\\b(?:\\s+that\\b)?[:：,]?\\s*|^\\s*(?:请|麻烦)?(?:你)?(?:帮我|替我)?记(?:住|一下|下来|下)(?:了)?(?:一下)?[:：,，]?\\s*");
    private static final Pattern HERE = cue(
            "[,，]?\\s*\\b(?:just |only )?(?:for|in) this (?:conversation|chat)(?: only)?\\b[:：,，]?(?:\\s*that\\b)?|(?:只|仅)?在?(?:这个|本次?|这次)对话(?:里|中)?(?:只)?[:：,，]?");
    private static final Pattern NUMBER = cue("(?:\\b|#|第|编号)\\s*(\\d{1,6})(?:\\b|条|号|个)?");

    private MemorySkills() {}

    static List<Skill> all() {
        return List.of(new Forget(), new Recall(), new Remember());
    }

    private static String value(Map<String, SlotValue> slots, String name) {
        SlotValue slot = slots.get(name);
        return slot == null ? "" : slot.value();
    }

    private static ObjectNode object() {
        return EventCodec.JSON.createObjectNode();
    }

    private static final class Remember implements Skill {
        @Override
        public IntentDefinition intent() {
            SlotFinder what = text -> {
                String here = HERE.matcher(text).replaceFirst(" ").strip();
                Matcher asked = ASKED.matcher(here);
                if (!asked.find()) {
                    return Optional.empty();
                }
                String rest = here.substring(asked.end()).strip();
                return rest.isEmpty() ? Optional.empty() : Optional.of(new SlotValue(rest, rest));
            };
            SlotFinder everywhere = text ->
                    Optional.of(new SlotValue(String.valueOf(!HERE.matcher(text).find()), ""));
            return new IntentDefinition(
                    "remember",
                    List.of(
                            cue(
                                    "^\\s*(?:(?:please|can you|could you|pls|(?:for|in) this (?:conversation|chat),?)\\s+)*remember\\b(?!\\s+me\\b).*"),
                            cue(
                                    "^\\s*(?:请|麻烦)?(?:在?(?:这个|本次?|这次)对话(?:里|中)?)?(?:请|麻烦)?(?:你)?(?:帮我|替我)?(?:在?(?:这个|本次?|这次)对话(?:里|中)?)?记(?:住|一下|下来|下).*")),
                    List.of(
                            new SlotDefinition("what", true, true, what),
                            new SlotDefinition("everywhere", false, false, everywhere)));
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
            return language.choose("What shall I remember?", "要我记住什么？");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("what", value(slots, "what"))
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
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "recall",
                    List.of(
                            cue("^\\s*what (?:do|did) you (?:still )?remember\\b.*"),
                            cue("^\\s*what do you know about me\\b.*"),
                            cue(
                                    ".*\\b(?:list|show)\\b.*\\b(?:what you remember|my memory|(?:your )?memory of me|remembered facts)\\b.*"),
                            cue(".*你(?:都|还)?(?:记得|记住了?)(?:我|关于我的)?.{0,3}(?:什么|哪些|啥).*"),
                            cue("^\\s*你(?:知道|了解)(?:关于)?我(?:的)?(?:什么|哪些).*")),
                    List.of());
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
            return object();
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
            return language.choose("forget it again (\"forget number 1\")", "忘记它（“忘掉第 1 条”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("Which one? Give me its number.", "忘记哪一条？请告诉我编号。");
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String what = result.path("what").asText();
            return language.choose("Forgotten: " + what, "已忘记：" + what);
        }
    }
}
