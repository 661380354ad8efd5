package clda.demo;

import static clda.demo.Slots.EMAIL;
import static clda.demo.Slots.failed;
import static clda.demo.Slots.object;
import static clda.demo.Slots.text;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The skill that sends a mail. */
final class SendEmail implements Skill {

    private static final List<Naming> ACTS = List.of(
            Naming.act(
                    "\\b(?:send|write|shoot|drop|compose|ping|fire off|zap|flick|fling|whip up|dash off|pop(?= .{0,30}\\b(?:mail|email|e-mail|note|line)\\b)|get(?= .{0,30}\\b(?:mail|email|e-mail)\\b)|(?<!\\b(?:the|an|a|this|that) )(?:e-?mail|mail)|let(?= \\S+@)|tell|inform|notify|(?<=mind )(?:sending|e-?mailing|mailing|writing|letting|telling|informing|dropping))\\b"),
            Naming.thing("\\b(?:e-?mail|mail|message|msg|note|line|address|know|by|quick|short)\\b"),
            Naming.thing(
                    "\\b(?:saying|to say|telling (?:him|her|them)|to tell (?:him|her|them)|with the (?:text|words|message|content))\\b"),
            Naming.act(
                    "发送|发|写|寄|去(?=一封)|(?:电子)?邮件(?:通知|告诉)|告诉(?!我)(?:他|她|对方)?(?:们)?说?|告知|通知(?:他|她|对方)?(?:们)?|[跟对](?:他|她|对方)们?说"),
            Naming.thing("(?:电子)?邮件|邮箱|信|email|封|说|正文(?:是|为)?|内容(?:是|为)?|地址|用"));

    private static final Pattern BODY = cue(
            "\\b(?:that|saying|to say|which says|with the (?:text|words|message|content)[:,]?|telling (?:him|her|them)(?: that)?)\\s+(.+)$"
                    + "|(?:告诉|通知|告知)(?!我)(?:他|她|对方)?(?:们)?(?:说|：|:|，|,)?\\s*(?!.{0,40}@)(.+)$|(?:跟|对)(?:他|她|对方)们?说(?:：|:|，|,)?\\s*(.+)$"
                    + "|\\b(?:e-?mail|mail|message)\\b[^:\"“]{0,200}:\\s*(.+)$|\\b(?:e-?mail|mail|send)\\s+[\"“]([^\"”]+)[\"”]|(?:正文|内容)(?:是|为)?[：:，,]?\\s*(.+)$"
                    + "|(?<=[邮信]件?.{0,60})(?:说|[:：])\\s*(.+)$|(?:通知|告诉)(?!我)[\\w.+-]+@[\\w.-]+\\s*(.+)$|把[“\"]([^”\"]+)[”\"]用?");
    private static final Pattern ADDRESS_FIRST = Pattern.compile("\\S*(?:://|@|www\\.)");
    private static final Pattern ADDRESS_LAST = Pattern.compile("(?:://|@|www\\.)\\S*$");
    private static final int SUBJECT_LENGTH = 60;

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "send_email",
                List.of(
                        cue("\\b(e-?mail|write|mail|send)\\b.*@.*"),
                        cue("\\b(send|write)\\b.*\\b(e-?mail|mail)\\b.*"),
                        cue("^\\s*e-?mail\\b.*"),
                        cue(".*(发|写|寄)(一?封)?(电子)?(邮件|信|email).*"),
                        cue(".*@.*(发|写|寄).*")),
                List.of(
                        new SlotDefinition(
                                "to", true, false, SlotFinder.each(EMAIL, match -> Find.of(match, match.group()))),
                        new SlotDefinition("body", true, true, text(BODY))),
                ACTS);
    }

    @Override
    public String name(Language language) {
        return language.choose("the mail", "邮件");
    }

    @Override
    public String summary(Language language) {
        return language.choose(
                "send mail, after you approve it (\"email bob@example.com that the meeting moved to 3 pm tomorrow\")",
                "发送邮件，发送前由您确认（“给 bob@example.com 发邮件，告诉他会议改到明天下午三点”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        if (missing.contains("to")) {
            return language.choose("To which address?", "发到哪个邮箱？");
        }
        return language.choose("What shall I write?", "要写什么内容？");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        String sentence = sentence(value(slots, "body", ""), language);
        String first = sentence.replaceAll("[.。]+$", "");
        int end = Math.min(first.length(), SUBJECT_LENGTH);
        String subject = first.substring(0, end).replaceAll("\\R", " ");
        return object().put("to", value(slots, "to", ""))
                .put("subject", value(slots, "subject", subject))
                .put("body", sentence);
    }

    /**
     * The text with an initial capital and a full stop, unless that would break an address or the text already ends
     * properly.
     */
    private static String sentence(String said, Language language) {
        if (said.isEmpty()) {
            return said;
        }
        String begun = ADDRESS_FIRST.matcher(said).lookingAt()
                ? said
                : said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1);
        boolean open = Character.isLetterOrDigit(said.codePointBefore(said.length()))
                && !ADDRESS_LAST.matcher(said).find();
        return open ? begun + language.choose(".", "。") : begun;
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return failed(code, arguments, language);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String to = arguments.path("to").asText();
        return language.choose("The mail to " + to + " has been sent.", "发给 " + to + " 的邮件已发送。");
    }
}
