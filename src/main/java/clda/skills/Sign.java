package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.YesOrNo;
import java.util.regex.Pattern;

/** Words that say not what is wanted but what to do with the current topic. */
enum Sign {
    /** Abandons everything that was begun. */
    DROP_ALL(
            "^\\s*(?:cancel|drop|forget|stop)\\s+(?:everything|all(?: of (?:it|that|them))?)\\W*$|^\\s*(?:全部|全都|都|统统)(?:取消|算了|不要了|不用了)[了吧。！!]*\\s*$"),
    /** Abandons the current request. */
    DROP(
            "^\\s*(?:oh |ok(?:ay)?,? |please |no,? )?(?:never ?mind|forget (?:it|that|about it)|cancel(?: (?:it|that|this))?|stop(?: (?:it|that))?|leave it|drop (?:it|that)|i(?:'ve| have) changed my mind|let it be|skip it)(?:,? (?:please|then|thanks))?\\W*$"
                    + "|^\\s*(?:那|还是|嗯)?\\s*(?:算了|取消|不用了|不要了|别管了|不弄了|放弃|不需要了|我改主意了|不办了)(?:吧|了|谢谢|，谢谢)?[。！!，, ]*$"),
    /** The last thing that was done is to be undone. */
    UNDO(
            "^\\s*(?:please |can you |no,? )?(?:undo|revert|reverse)(?: (?:it|that|this|what you did|(?:the )?last (?:one|thing|action|step)))?(?:,? please)?\\W*$"
                    + "|^\\s*(?:请|帮我)?(?:撤销|撤回)(?:它|这个|刚才的|刚才的操作|上一步|上一步操作|一下)?[。！!，, ]*$"),
    /** The slots are asked for anew. */
    START_OVER(
            "^\\s*(?:let'?s |can we |please )?(?:start|begin) (?:over|again|anew|from scratch)\\b.{0,20}$|^\\s*from the (?:beginning|start)\\W*$|^.{0,4}(?:重新来|重来|从头(?:再|开始)?来?|重新开始|重新填).{0,6}$"),
    /** The user agrees to what was asked. */
    AFFIRM(YesOrNo.YES),
    /** The user refuses what was asked. */
    DENY(YesOrNo.NO),
    /** The following words replace what was said before. */
    CORRECTION(
            "^\\s*(?:no\\b|not\\b|nope\\b|wrong\\b|sorry\\b|actually\\b|wait\\b|oops\\b|i mean(?:t)?\\b|make (?:it|that)\\b|change (?:it|that|the)\\b|rather\\b|correction\\b|i said\\b|it'?s actually\\b|it should be\\b)"
                    + "|^\\s*(?:不{1,3}(?=\\s*[，,。！!—–])|不对|不是|错了|说错了|弄错了|搞错了|我是说|我说的是|应该是|其实|改成|换成|改为|把.{1,8}(?:改|换)|等等|等一下|哦不|抱歉|不好意思|更正)"),
    /** Something is wrong, and nothing says that the words behind it are what is right: "no, 30" but not "no, make it 30". */
    DENIAL(
            "^\\s*(?:no|nope|nah|wrong|not that)\\b[\\s,.;:!…—–-]*+(?!(?:wait|sorry|oops|actually|rather|i|make|say|change|it['’]?s?|that['’]?s?|this|the|use|put|take)\\b)"
                    + "|^\\s*(?:不对|不是|错了|不{1,3}(?=\\s*[，,。！!—–]))[\\s，,。；;！!…—–-]*+(?!是|应该|就|我|改|换|说|用|等|抱歉|其实)"),
    /** What was mentioned before. */
    SAME(
            "\\b(?:the )?same (?:one|order|address|amount|person|ticket|month|as before)\\b|\\bthat (?:same )?(?:one|order)\\b|\\bfor it\\b"
                    + "|同一个|同样的|一样的|还是那个|(?:那|这)个订单|(?:那|这)一?单|上面(?:那|的)个?|刚才(?:那|的)个?|之前那个"),
    /** Repeats the last request with the following words. */
    FOLLOW_UP("^\\s*(?:and|what about|how about|then|also)\\b|^\\s*(?:那|还有|再看|再查)|呢\\s*[？?]?\\s*$"),
    /** The sentence is a question. */
    QUESTION(
            "[?？]\\s*$|^\\s*(?:who|what|where|when|why|how|which|is|are|can|could|do|does|did|has|have)\\b|[吗呢]\\s*[。？?]?\\s*$");

    /** Maximum number of characters that are searched: a sign is short or at the beginning. */
    private static final int LOOKED_AT = 200;

    private final Pattern pattern;

    Sign(String regex) {
        this(cue(regex));
    }

    Sign(Pattern pattern) {
        this.pattern = pattern;
    }

    boolean in(String text) {
        return pattern.matcher(text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text)
                .find();
    }

    Pattern pattern() {
        return pattern;
    }

    String removedFrom(String text) {
        return pattern.matcher(text).replaceAll(" ");
    }
}
