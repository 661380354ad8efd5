package clda.nlu.account;

import java.util.regex.Pattern;

/** Words in or around free text that may change or reverse what a sentence asks for. */
final class TurningWords {

    /** The end of the sentence takes back its beginning. */
    static final Pattern TAKEN_BACK = Pattern.compile(
            "(?:[,.;!?—–…-]\\s*|\\bor\\s+)(?:oh\\s+|ah\\s+)?(?:(?:no|wait|hold on|actually)\\b[\\s,.]*(?:$|.{0,30}\\b(?:don['’]?t|do not|forget|never ?mind|cancel|stop|leave it|not)\\b.*$)|never ?mind\\b.*$|forget (?:it|that|about it)\\W*$|scratch that\\W*$|cancel (?:that|it)\\W*$|(?:please )?(?:don['’]?t|do not)(?: do (?:it|that))?\\W*$|not (?:now|yet|really)\\W*$|just kidding\\W*$|i(?:['’]m| am) (?:just )?(?:kidding|joking)\\W*$)"
                    + "|[，,。；;！!…—]\\s*(?:还是|哦|啊)?(?:算了|别|不要|不用|等等|等一下|先别|取消|开玩笑|当我没说|不了|先不)[^，,。]{0,6}[。！!]?\\s*$",
            Pattern.CASE_INSENSITIVE);

    /** Words at the end of a free-text value that may make the request conditional. */
    static final Pattern CONDITION_BEHIND = Pattern.compile(
            "(?<=\\s)(?:if|unless|only|as long as|so long as|as soon as|when(?:ever)?|once|until|till|after|before|assuming|providing|provided|in case|in the event|the (?:moment|minute|second)|given that|otherwise|depending|but not)\\b"
                    + "|(?<=.)(?:如果|除非|的话|只有|要是|假如|等到|等我|等他|等她|之后再|以后再|再说|否则|前提)",
            Pattern.CASE_INSENSITIVE);

    /** Words in a free-text value that either correct it or belong to it. */
    static final Pattern CORRECTION_WITHIN = Pattern.compile(
            "[,;—–]\\s*(?:no|wait|sorry|oops|i mean(?:t)?|or rather|or was it)\\b|[，；,]\\s*(?:不|不对|不是|说错了|抱歉|我是说|还是)(?=[，,、]|[^，,]{0,8}$)",
            Pattern.CASE_INSENSITIVE);

    /** Words at the end of a free-text value that may be about the request itself. */
    static final Pattern ABOUT_IT = Pattern.compile(
            "(?<=[\\w,.!\"”)*–—-] )(?:bounced|was a mistake|is a (?:bad|good|stupid) idea|but (?:don['’]?t|do not|never|only)|nvm|never ?mind|scrap that|scratch that|strike (?:that|it)|(?:drop|skip|ignore) (?:it|that)|my (?:error|mistake)|disregard|withdrawn|i retract (?:that|this|it)|ignore (?:that|this|me|the above)|please ignore|cancel that|by (?:accident|mistake)|wrong (?:window|chat|person)|(?:was|is) (?:meant )?for \\w+, not you|not needed|my bad|changed my mind|false alarm|on second thoughts?|or maybe not|not any ?more|just kidding|jk|forget (?:it|that)|leave it|don['’]?t bother|, but|or not|perhaps not|, i (?:suppose|guess|think))\\b"
                    + "|(?:的?(?:想法|要求|计划|请求|提议|指示|这件事|的事))(?:.{0,3}(?:取消|作废|放弃|当我没说|算了)|$)|好像|未必|也有道理|是个错误|有疑虑|还没想好|还没定|是否|不太确定|不确定|是?(?:什么|啥)意思|请忽略|忽略(?:它|这条|上面)|(?:发|搞|弄|打)错了|撤销|无需办理|停[!！。]?$|多长时间|多少钱|谁批准|的流程|的风险|不过|但不要|但是不要|但别|有没有|吗[，,]|，行吗|算了|免了|作罢|拉倒|罢了|不了|不用了|不必了|不要了|省了|打住|再说|再议|作废|没必要|没这个必要|何必|犯不着|合适吗|好不好|行不行|靠谱|纠结|犹豫|琢磨|拿不准|说不好|不好说|不一定|当我没说|别当真|开玩笑",
            Pattern.CASE_INSENSITIVE);

    /** The sentence reports what the owner of a mail address did, rather than asking to do something. */
    static final Pattern DONE_TO_ME = Pattern.compile(
            "[\\w.+-]{1,64}@[\\w.-]{1,253}\\w\\s*(?:刚|刚才|刚刚|昨天|今天|又)?(?:给|跟|对|找)我|[\\w.+-]{1,64}@[\\w.-]{1,253}\\w\\s+(?:just\\s+)?(?:wrote|e-?mailed|mailed|told|asked|sent|wants|says|said)\\b",
            Pattern.CASE_INSENSITIVE);

    /** The speaker will give the text later. */
    static final Pattern SAID_LATER = Pattern.compile(
            "(?:待会儿?|一会儿?|等会儿?|等下|稍后|回头|晚点)(?:再)?(?:告诉|发给?|说|给)你|\\bi(?:['’]ll| will) (?:tell|send|give|text|let) you\\b",
            Pattern.CASE_INSENSITIVE);

    private TurningWords() {}
}
