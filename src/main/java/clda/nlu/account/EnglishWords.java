package clda.nlu.account;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** English words that say how a sentence is meant, whatever it is about. */
final class EnglishWords {

    private EnglishWords() {}

    /** Words that are only polite or introduce a request. */
    static final Pattern FORM = Pattern.compile(
            "(?<![\\w'’])(?:"
                    + "(?:pretty )?please|pls|plz|kindly|thanks(?: (?:a lot|a million|in advance|so much|very much|again))?|thank you(?: (?:so much|very much|in advance|again))?"
                    + "|thx|ta|cheers|much appreciated|excuse me|pardon me|sorry to (?:bother|disturb) you(?:, but)?|sorry|dear assistant|assistant|hey assistant"
                    + "|(?:hi|hello|hey)(?: (?:there|again|everyone|all|team|clda|you|assistant|bot))?|good (?:morning|afternoon|evening|day)"
                    + "|ok(?:ay)?|alright|all right|yes|yeah|yep|sure|so|well|oh|um+|uh+|hmm*|just|simply|quickly"
                    + "|would you (?:mind|be so kind(?: as)?(?: to)?|be able to)"
                    + "|(?:i|we)(?:['’]d| would) be (?:grateful|glad|happy|thankful) if you (?:could|would)"
                    + "|(?:i|we)(?:['’]d| would)(?: really)? appreciate it if you (?:could|would)"
                    + "|(?:can|could|would|will) (?:you|u)(?: (?:please|kindly|just|quickly))?(?: help me(?: to)?)?"
                    + "|(?:can|could|may) (?:i|we)(?: please)? (?:get|have|ask (?:you )?(?:for|to)|request)"
                    + "|(?:i|we)(?:['’]d| would)(?: really| very much| rather)? (?:like|love|appreciate)(?: (?:for )?you)?(?: to)?(?: (?:have|get|ask (?:you )?(?:for|to)|request))?"
                    + "|(?:i|we)(?: (?:really|just|do))? (?:want|need|wish)(?: you)?(?: to)?(?: (?:have|get|ask (?:you )?(?:for|to)|request))?"
                    + "|(?:i|we)(?:['’]d| would) be (?:grateful|glad|happy|thankful) if you (?:could|would)"
                    + "|(?:i|we)(?:['’]d| would) appreciate it if you (?:could|would)"
                    + "|i(?: am|['’]m) asking you to"
                    + "|(?:i|we)(?:['’]d| would) rather(?! (?:you|not|they|he|she))"
                    + "|let['’]?s|let us|go ahead(?: and)?|be so kind(?: as)?(?: to)?|do me a favou?r(?: and)?|help me(?: to)?|it would be (?:great|nice|good) if you could"
                    + "|(?:i|we) (?:wanna|gotta)|wanna|gimme|lemme|(?:can|could|would|will) ya|any chance (?:you|u) (?:can|could)|(?:do )?you think you (?:can|could)|(?:i(?:['’]d| would)|we(?:['’]d| would))? ?love it if you (?:can|could)"
                    + "|(?:it(?:['’]d| would)|that(?:['’]d| would)|would) be (?:great|awesome|super|lovely|nice|good|cool|fab|perfect|amazing|wonderful|brilliant)(?: if you (?:can|could))?"
                    + "|(?:need|want) you to|be (?:a )?(?:dear|star|pal|sport|legend|angel|gem|good sport|sweetheart|hero) and|do us a favou?r(?: and)?|how about you"
                    + "|(?:hey |hi |hello |yo |ok |okay )?(?:mate|buddy|man|dude|bud|pal|folks|guys|friend|bot|team|there|again)(?=\\s*[,!.?]|\\s*$)|yo|heya?|hiya|howdy|morning(?=\\s*[,!.])|evening(?=\\s*[,!.])|afternoon(?=\\s*[,!.])"
                    + "|real quick|quick one|quick(?: thing| question| favou?r)?(?=\\s*[,:.!-])|when (?:you|u)(?:['’]ve| have)? (?:got|get|have) (?:a|the|some) (?:sec|second|chance|moment|minute|min|time|tick|mo)|if (?:you|u) (?:have|got|get)(?: got)? (?:a|the|some) (?:sec|second|chance|moment|minute|min|time|tick|mo)"
                    + "|ty|tysm|thank u|thanks (?:mate|buddy|man|dude|pal)|kthx|much obliged|appreciate it|appreciated|you['’]re (?:the best|a star|a legend)|lol|haha"
                    + "|for me|for us|right now|right away|now|immediately|at once|asap|as soon as (?:possible|you can)|straight ?away|promptly"
                    + "|when you (?:get|have) (?:a|the) (?:chance|moment|minute|second|time)"
                    + "|if you (?:can|could|would|will|please|(?:don['’]?t|wouldn['’]?t) mind|would be so kind)(?=\\W*$|\\W*[,.]|\\s+(?:just|please))|if possible"
                    + "|that(?:['’]s| is| will be|['’]ll be) all|that['’]s it|bitte"
                    + ")(?![\\w'’])",
            Pattern.CASE_INSENSITIVE);

    /** Words saying that someone wants something. */
    static final Pattern WISH = Pattern.compile(
            "(?<![\\w'’])(?:(?:i|we)(?:['’]d| would)?(?: (?:really|just|do))? (?:want|need|like|love|wanna)|gimme|wanna|(?:can|could|may) (?:i|we)(?: please)? (?:get|have|ask|request)|please)(?![\\w'’])",
            Pattern.CASE_INSENSITIVE);

    /** A request in the form of a question. */
    static final Pattern ASKS_FOR = Pattern.compile(
            "(?<!\\w)(?:(?:can|could|would|will) (?:you|u)|(?:can|could|may) (?:i|we)(?: please)? (?:get|have|ask|request)|would you|ok(?:ay)?\\s*\\?|please\\s*\\?)(?!\\w)?",
            Pattern.CASE_INSENSITIVE);

    /** Words that begin an answer. */
    static final Pattern ANSWER = Pattern.compile(
            "(?:(?:^|(?<=[,.;!?—–]|\\s-)|(?<=[,.;!?—–]\\s|\\s-\\s))\\s*(?:"
                    + "(?:no|nope|oh|wait|actually|sorry)\\s+(?:no|wait|sorry|actually|i mean(?:t)?|i said|make (?:it|that))"
                    + "|no|nope|not that|wrong|sorry|oops|wait|actually|rather|instead|correction|i mean(?:t)?|i meant to say|i said|make (?:it|that)|change (?:it|that|the \\w+)(?: to)?|it should be|it['’]?s actually"
                    + "|it(?:['’]s| is| would be)|that(?:['’]s| is| would be)|they(?:['’]re| are)|this is|the same(?: one)?|let['’]s say"
                    + "|(?:the |my )?(?:answer|number|one|period|month|address|order(?: number)?|ticket(?: number)?|amount|time|date|e-?mail(?: address)?)(?: is| would be|:)?|and|then|what about|how about|also|to|for|at|on|of|about|with)"
                    + "(?=\\W|$))+",
            Pattern.CASE_INSENSITIVE);

    /** Words that only join words with a meaning. */
    static final Set<String> JOINING = Set.of(
            "the", "a", "an", "of", "for", "to", "on", "from", "with", "my", "our", "me", "us", "this", "these", "that",
            "and", "into", "back", "s", "'s", "its");

    private static final Map<String, Kind> KINDS = new HashMap<>();

    static {
        put(
                Kind.NEGATION,
                "not no never none nothing nobody neither nor without avoid avoids refrain refuse skip ignore prevent hardly dont donot wont cant cannot doesnt didnt isnt wasnt shouldnt wouldnt couldnt mustnt needn't nope nah stop forbid forbidden against except instead rather");
        put(
                Kind.CANCELLATION,
                "cancel cancelled cancelling canceled undo undone revoke reverse withdraw retract abort nevermind scratch forget hold wait drop dropped");
        put(
                Kind.QUESTION,
                "why who whom whose what which how where when whether did do does is are was were has have had am been be shall whats wheres hows whos confirm verify explain qualify qualifies eligible allowed permitted");
        put(
                Kind.CONDITION,
                "if unless provided providing assuming otherwise else until till once whenever case depending depends only except as before after while");
        put(
                Kind.HYPOTHETICAL,
                "would could might suppose supposing imagine hypothetically pretend theory theoretically example instance test were wish should must may");
        put(
                Kind.REPORT,
                "said says say saying told tells tell asked asks ask wrote writes wants wanted claims claimed heard reads according quote quoted mentioned demanded demands suggested suggests he she they him her them boss colleague customer friend");
        put(
                Kind.PAST,
                "yesterday ago already earlier previously formerly used refunded emailed opened closed sent reminded remembered wrote");
        put(
                Kind.TIME,
                "tomorrow tonight today later soon next week weeks weekend month months year years day days hour hours minute minutes second seconds morning afternoon evening night noon midnight monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december am pm o'clock future eventually sometime daily weekly monthly yearly annually quarter last");
        put(
                Kind.QUANTITY,
                "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half quarter third dozen couple several many few some percent each every all both any another more less least most about around approximately roughly nearly almost over under up between dollars dollar euro euros cents cent usd eur rmb yuan pounds pound bucks rest everything whole total double twice first second times");
        put(
                Kind.DOUBT,
                "maybe perhaps possibly probably think thinking guess unsure sure wonder wondering consider considering seems likely unless doubt suppose not-sure hesitate or either");
    }

    private static void put(Kind kind, String words) {
        for (String word : words.split(" ")) {
            KINDS.putIfAbsent(word, kind);
        }
    }

    private static final Set<String> TALES = Set.of(
            "i", "we", "you", "he", "she", "it", "they", "paid", "gave", "made", "told", "wrote", "got", "took", "ran",
            "drew", "kept", "did", "let", "said", "came", "went", "put", "left", "found", "bought", "brought",
            "thought", "felt", "knew");

    /** Whether the word reports what someone does, did or is doing, and so makes no request. */
    static boolean tells(String word) {
        return TALES.contains(word) || word.endsWith("ed") || word.endsWith("ing");
    }

    /** How a word changes what a sentence means; null if it does not. */
    static @Nullable Kind kind(String word) {
        if (word.endsWith("n't")) {
            return Kind.NEGATION;
        }
        if (word.endsWith("'ll") || word.endsWith("'m") || word.endsWith("'re")) {
            return Kind.TIME;
        }
        if (word.endsWith("'ve") || word.endsWith("'d")) {
            return Kind.PAST;
        }
        Kind kind = KINDS.get(word);
        int apostrophe = word.indexOf('\'');
        return kind == null && apostrophe > 0 ? KINDS.get(word.substring(0, apostrophe)) : kind;
    }
}
