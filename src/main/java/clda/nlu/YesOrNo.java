package clda.nlu;

import static clda.nlu.IntentDefinition.cue;

import java.util.regex.Pattern;

/** Recognises a sentence that says only yes or no, and a sentence that says no and then what is wanted instead. */
public final class YesOrNo {

    private static final String DO_IT =
            "(?:please|do it|go ahead|do that|thanks?|thank you|that'?s right|right|sure|exactly|yes|send it|refund it|approve(?:d| it)?|pay it|confirm(?:ed)?)";

    public static final Pattern YES = cue(
            "^\\s*(?:yes|yep|yeah|yup|sure|ok(?:ay)?|right|correct|exactly|fine|go ahead|do it|please do|confirm(?:ed)?|approve(?:d| it)?|that'?s (?:right|correct|it)|of course|absolutely|send it)(?:[,.! ]+"
                    + DO_IT + ")*+\\W*$"
                    + "|^\\s*(?:是的?|对的?|好的?|嗯+|行|可以|没错|确认|确定|同意|批准|就这样|没问题|当然|发吧|发送吧?|寄吧|寄出吧?|送出吧?|退吧)(?:[，,。！! ]*(?:是的?|对的?|好的?|吧|啊|呀|的|可以|没错|就这样|请继续|继续|谢谢|办吧|发吧|发送吧?|寄吧|寄出吧?|送出吧?|退吧|同意|批准))*+[。！!\\s]*$");

    public static final Pattern NO = cue(
            "^\\s*(?:no|nope|nah|don'?t|do not|not now|rather not|please don'?t|better not)(?:[,.! ]+(?:thanks?|thank you|please|don'?t|do(?: it| that)?|send it))*+\\W*$"
                    + "|^\\s*(?:不|不是|不对|不行|不要|不用|别|先不|否|不了|不可以|先别|不同意)(?:[，,。！! ]*(?:了|吧|谢谢|要|办|用|发|退))*+[。！!\\s]*$");

    /** A no, followed by what is wanted instead. */
    private static final Pattern INSTEAD = cue(
            "^\\s*(?:no|nope)\\b[,.! ]+(?:say|make|write|it'?s|it should|change|rather|i mean|use|put|take|to|for)\\b.+|^\\s*(?:make it|change (?:it|that))\\b.+|^\\s*(?:不|不对|不是|不行|错了)[，,。 ]*(?:是|应该|改|换|写|说|用).+|^\\s*(?:改成|改为|换成).+");

    private static final int LOOKED_AT = 200;

    private YesOrNo() {}

    public static boolean isYes(String text) {
        return says(YES, text);
    }

    public static boolean isNo(String text) {
        return says(NO, text);
    }

    /** Whether the sentence says no and then what is wanted instead. */
    public static boolean wantsAnother(String text) {
        return says(INSTEAD, text);
    }

    private static boolean says(Pattern pattern, String text) {
        return text.length() <= LOOKED_AT
                && pattern.matcher(SimplifiedCharacters.of(text)).find();
    }
}
