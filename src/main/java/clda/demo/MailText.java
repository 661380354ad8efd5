package clda.demo;

import clda.conversation.SlotValue;
import clda.nlu.Language;
import clda.skills.AroundSkill;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes a mail of what somebody wants to have said: whole sentences, and a subject, which nobody is asked for. */
final class MailText extends AroundSkill {

    private static final Pattern ADDRESS_FIRST = Pattern.compile("\\S*(?:://|@|www\\.)");
    private static final Pattern ADDRESS_LAST = Pattern.compile("(?:://|@|www\\.)\\S*$");
    private static final int SUBJECT_LENGTH = 60;

    MailText(Skill form) {
        super(form);
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        String sentence = sentence(value(slots, "body", ""), language);
        String first = sentence.replaceAll("[.。]+$", "");
        int end = Math.min(first.length(), SUBJECT_LENGTH);
        String subject = first.substring(0, end).replaceAll("\\R", " ");
        ObjectNode arguments = super.arguments(slots, language);
        // The subject is shown before the text.
        arguments.remove("body");
        return arguments.put("subject", value(slots, "subject", subject)).put("body", sentence);
    }

    private static String value(Map<String, SlotValue> slots, String name, String otherwise) {
        SlotValue slot = slots.get(name);
        return slot == null ? otherwise : slot.value();
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
}
