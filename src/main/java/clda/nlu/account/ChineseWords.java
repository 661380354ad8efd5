package clda.nlu.account;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chinese words that say how a sentence is meant, whatever it is about. */
final class ChineseWords {

    private ChineseWords() {}

    /** Words that are only polite, introduce a request, or join other words. */
    static final Pattern FORM = Pattern.compile(
            byLength(
                    "请你|请您|请|烦请|敬请|麻烦你|麻烦您|麻烦|劳驾|有劳|拜托|拜托你|帮我|帮忙|帮个忙|帮|替我|给我|给我们|为我|我要|我想|我想要|我想请你|我需要|我希望|想要|需要|要|想|我们|我"
                            + "|可以|能不能|可不可以|能否|可否|能|可以吗|好吗|行吗|好不好|行不行|吗|吧|啊|呀|哦|哈|呢|嘛|啦|了吧|一下|一下儿|下|给|为|对|把|将|向|往|从|到|在|的|是|就|直接|马上|立刻|立即|现在|尽快|赶紧|快|这就"
                            + "|个|一个|一张|一份|一封|一笔|一条|一次|这个|这张|这笔|这|该|那个|那张|和|以及|跟|并|您好|你好|早上好|下午好|晚上好|嗨|喂|好|好的|嗯|嗯嗯|谢谢你|谢谢您|谢谢|谢谢啦|多谢|感谢|谢了|辛苦了|辛苦|不好意思打扰了|打扰一下|打扰了|打扰您了|不好意思|请问|助手|小助手|如果方便的话|方便的话|希望你能|希望您能|希望你|我希望你|我希望您|你|您|帮我把|去|来|麻烦啦|麻烦了|拜托啦|拜托了|帮个忙吧|亲|兄弟|老铁|哥们|大哥|呗|咯|哟|喔|噢|嘞|哈喽|哈啰|唷|嗨|给我来|帮俺|搞|弄|整|搞个|弄个|整个|来个|来一个|一哈|哈|下哈|顺手|赶快|赶紧的|速度|谢啦|谢谢哈|多谢啦|谢谢哦|辛苦啦|感谢啦|感激|感恩(?!节)|哦对|对了|行|那|嗯那|好嘞|好吧|哎|诶|欸|办理|办|处理|进行|做|号|另外没有了|就这样"));

    /** Courtesies at the beginning or end of a sentence. */
    static final Pattern COURTESY = Pattern.compile(byLength(
            "请你|请您|请|烦请|麻烦你|麻烦您|麻烦|劳驾|有劳|拜托你|拜托|帮我|帮忙|帮个忙|我想请你|我需要你|希望你能|希望您能|我希望你|您好|你好|早上好|下午好|晚上好|嗨|喂|好的|好|嗯|谢谢你|谢谢您|谢谢|多谢|感谢|谢了|感恩(?!节)|哈啰|辛苦了"
                    + "|不好意思打扰了|不好意思|打扰一下|打扰了|请问|助手|小助手|如果方便的话|方便的话|现在|马上|立即|立刻|能不能|可不可以|能否|可否|可以|能请您|能请你|能帮我|一下"));

    /** Words at the end of a sentence that are only polite. */
    static final Pattern THANKS = Pattern.compile("谢谢你|谢谢您|谢谢|多谢|感谢|感恩(?!节)|谢了|辛苦了|拜托了");

    /** Words saying that someone wants something. */
    static final Pattern WISH = Pattern.compile("我要|我想|我需要|需要|想要|请|麻烦|帮我|给我来");

    /** A request in the form of a question. */
    static final Pattern ASKS_FOR = Pattern.compile("可以|能不能|可不可以|能否|可否|能.*吗|好吗|行吗|好不好|行不行|麻烦|请");

    /** Words that begin an answer. */
    static final Pattern ANSWER = Pattern.compile("(?:(?:^|(?<=[，,。；;！!—–]))\\s*(?:"
            + byLength(
                    "不{1,3}(?=\\s*[，,。！!—–])|不对|不是|错了|说错了|弄错了|搞错了|我是说|我说的是|应该是|其实|改成|换成|改为|等等|等一下|哦不|抱歉|不好意思|更正|是|就是|那|还有|再看|再查|用|发给|发到|给|关于|内容是|金额是|订单号是|订单|单号|编号|邮箱是|地址是|时间是")
            + ")\\s*)+|呢[？?]?\\s*$|那就|要是");

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        put(
                Kind.NEGATION,
                "不要 不用 不必 不许 不准 不能 不应该 不该 不想 不需要 别 勿 请勿 没有 没 未 无需 无须 禁止 停止 拒绝 避免 不 甭 莫 非 否 而不是 不是 休 免 少 拒 忌 住手 打住 且慢 慢着 歇着 没门");
        put(Kind.CANCELLATION, "取消 撤销 撤回 作废 收回 算了 停下 停 忘了 忘掉 作罢 罢了 拉倒 撤");
        put(Kind.QUESTION, "为什么 为何 怎么 如何 什么 谁 哪 哪个 哪里 几 多少 是否 是不是 有没有 难道 吗 何时 凭什么 ？ ? 干嘛");
        put(Kind.CONDITION, "如果 假如 要是 倘若 只要 除非 一旦 万一 的话 否则 要不然 等 之后 以后 之前 以前 当 若 当时 才 但 先让 先等 或者 或 还是");
        put(Kind.HYPOTHETICAL, "假设 假装 比如 例如 举例 试试 假使 想象 本来 本该 会 要不 应该 应当");
        put(Kind.REPORT, "说 告诉 听说 据说 他 她 它 他们 老板 同事 客户 朋友 写道 表示 认为 叫我 让我 要求");
        put(Kind.PAST, "已经 已 曾经 曾 昨天 前天 刚才 刚刚 刚 过 了 以前 上次");
        put(
                Kind.TIME,
                "明天 后天 大后天 今天 今晚 明早 明晚 下周 下个月 下月 明年 周 星期 礼拜 月 年 日 天 点 分钟 小时 秒 早上 上午 中午 下午 晚上 稍后 待会 回头 改天 晚点 每天 每周 每月 将来 时候");
        put(
                Kind.QUANTITY,
                "零 一 二 两 三 四 五 六 七 八 九 十 百 千 万 亿 半 每 各 都 全部 所有 全 几 多 至少 最多 不超过 大约 大概 左右 差不多 元 块 角 毛 分 美元 欧元 人民币 折 成 剩下 其余 第 倍");
        put(Kind.DOUBT, "也许 可能 或许 大概 好像 似乎 觉得 考虑 犹豫 不确定 想想 恐怕 看看");
    }

    private static final List<String> LONGEST_FIRST = KINDS.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();

    private static void put(Kind kind, String words) {
        for (String word : words.split(" ")) {
            KINDS.putIfAbsent(word, kind);
        }
    }

    private static String byLength(String alternatives) {
        return Stream.of(alternatives.split("\\|"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(Collectors.joining("|"));
    }

    /** How the words change the meaning of a sentence; empty if they do not. If several kinds apply, the first is returned. */
    static Optional<Kind> kind(String words) {
        return LONGEST_FIRST.stream().filter(words::contains).map(KINDS::get).min(Comparator.naturalOrder());
    }
}
