package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.EventCodec;
import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The sample business for the built-in understanding, in English and Chinese. */
public final class DemoSkills {

    static final Pattern ORDER = cue("(?<![A-Z\\d])(?:([A-Z])-?(\\d{3,6})|(?-i:([A-Z])) (\\d{3,6}))(?!\\d)");
    private static final Pattern EMAIL = cue("(?<![\\w.+’-])\\w(?:[\\w.+'-]*\\w)?@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern LAST_MONTH = cue("(?<!before )\\b(?:last|previous) month|(?<!上个?)上个?月");
    private static final Pattern THIS_MONTH = cue("\\b(?:this|current) month|这个?月|本月");

    private DemoSkills() {}

    /** @param zone in which persons name months */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        return List.of(
                new FindOrder(),
                new SalesReport(clock, zone),
                new SendEmail(),
                new RefundOrder(),
                new CreateTicket(),
                new CloseTicket(),
                new HandOver(),
                new PrepareStatement(clock, zone),
                new ReadMail());
    }

    /** What people say to them. */
    public static TrainingData examples() {
        return TrainingYaml.resources(DemoSkills.class, "examples-en.yml", "examples-zh.yml");
    }

    /** The first group that matched, or all if the pattern has none. */
    private static int group(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return group;
            }
        }
        return 0;
    }

    private static Find find(MatchResult match, UnaryOperator<String> normalise) {
        String raw = match.group(group(match));
        return new Find(new SlotValue(normalise.apply(raw), raw), Span.of(match));
    }

    /** Any text, once. */
    private static SlotFinder text(Pattern pattern) {
        return text -> SlotFinder.matches(
                        pattern,
                        text,
                        match -> Find.free(
                                match.group(group(match)).strip(),
                                new Span(match.start(group(match)), match.end(group(match)))))
                .stream()
                .limit(1)
                .toList();
    }

    private static final SlotFinder ORDER_NUMBER = SlotFinder.each(ORDER, match -> {
        boolean joined = match.group(1) != null;
        String number = (joined ? match.group(1) : match.group(3)) + "-" + (joined ? match.group(2) : match.group(4));
        return Find.of(match, number.toUpperCase(Locale.ROOT));
    });

    private record Choice(String value, Pattern cue) {}

    /** Each choice whose cue is found, in the order of the sentence. */
    private static List<Find> choices(String text, Choice... choices) {
        return Arrays.stream(choices)
                .flatMap(choice ->
                        SlotFinder.matches(choice.cue(), text, match -> Find.of(match, choice.value())).stream())
                .sorted(Comparator.comparingInt(find -> find.spans().getFirst().start()))
                .toList();
    }

    private static SlotFinder oneOf(Choice... choices) {
        return SlotFinder.listing(text -> choices(text, choices));
    }

    private static String value(Map<String, SlotValue> slots, String name, String otherwise) {
        SlotValue slot = slots.get(name);
        return slot == null ? otherwise : slot.value();
    }

    private static ObjectNode object() {
        return EventCodec.JSON.createObjectNode();
    }

    private static final class FindOrder implements Skill {
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "find_order",
                    List.of(
                            cue("where('s| is| are)? .*\\border\\b.*"),
                            cue("\\b(status|track|find|look ?up|check|show|what about)\\b.*\\b(order|A-\\d+).*"),
                            cue("^\\s*(?:pull up|open|find|get)\\s+(?:me\\s+)?[A-Z]-?\\d{3,6}\\s*\\W*$"),
                            cue("\\border\\b.*\\b(status|arrive|shipped|delivered)\\b.*"),
                            cue("^\\s*order\\s+[A-Z]-?\\d+\\s*\\??$"),
                            cue("(订单|单号|包裹).*(哪|状态|查|到了|发货|物流).*"),
                            cue("(查|看|找)(一下|下|询)?.*(订单|单号|包裹|物流).*"),
                            cue("^\\s*订单\\s*[A-Z]-?\\d+\\s*[？?]?$")),
                    List.of(new SlotDefinition("orderNumber", true, false, ORDER_NUMBER)));
        }

        @Override
        public String name(Language language) {
            return language.choose("the order", "查询订单");
        }

        @Override
        public String summary(Language language) {
            return language.choose("look up an order (\"where is order A-1001?\")", "查询订单（“订单 A-1001 到哪了？”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose(
                    "Which order? Please give me its number, for example A-1001.", "哪个订单？请告诉我订单号，例如 A-1001。");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("orderNumber", value(slots, "orderNumber", ""));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String number = arguments.path("orderNumber").asText();
            if (!result.path("found").asBoolean()) {
                return language.choose("There is no order **" + number + "**.", "没有找到订单 **" + number + "**。");
            }
            String status = result.path("status").asText();
            String total = result.path("total").decimalValue().setScale(2).toPlainString();
            String english = "Order **" + number + "** has the status **" + status + "**"
                    + (result.hasNonNull("carrier")
                            ? " (" + result.path("carrier").asText() + ", tracking number "
                                    + result.path("tracking").asText() + ")"
                            : "")
                    + (result.hasNonNull("arrivesOn")
                            ? "; it is expected on " + result.path("arrivesOn").asText()
                            : "")
                    + ". Total: " + total + ".";
            String chinese = "订单 **" + number + "** 的状态是 **" + chineseStatus(status) + "**"
                    + (result.hasNonNull("carrier")
                            ? "（" + result.path("carrier").asText() + "，运单号 "
                                    + result.path("tracking").asText() + "）"
                            : "")
                    + (result.hasNonNull("arrivesOn")
                            ? "，预计 " + result.path("arrivesOn").asText() + " 送达"
                            : "")
                    + "。金额：" + total + "。";
            return language.choose(english, chinese);
        }

        private static String chineseStatus(String status) {
            return switch (status) {
                case "shipped" -> "已发货";
                case "delivered" -> "已送达";
                case "processing" -> "处理中";
                case "cancelled" -> "已取消";
                default -> status;
            };
        }
    }

    private static final class SalesReport implements Skill {
        private static final Choice[] PERIODS = {
            new Choice("last_month", LAST_MONTH),
            new Choice("this_month", THIS_MONTH),
            new Choice("last_quarter", cue("(?<!before )\\b(?:last|previous) quarter|(?<!上个?)上个?季度")),
            new Choice("this_quarter", cue("\\b(?:this|current) quarter|这个?季度|本季度")),
            new Choice("this_year", cue("\\b(?:this|current) year|\\byear to date|今年|本年")),
            new Choice("last_year", cue("(?<!before )\\b(?:last|previous) year|去年|(?<!上)上一年"))
        };

        private final Clock clock;
        private final ZoneId zone;

        SalesReport(Clock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        private List<Find> periods(String text) {
            YearMonth now = YearMonth.now(clock.withZone(zone));
            List<Find> found = new ArrayList<>(PartsOfYears.in(text, now));
            // The year of a quarter is no period of its own.
            String rest = without(text, found);
            found.addAll(choices(rest, PERIODS));
            found.addAll(MonthWords.monthsAndYears(rest, now));
            found.sort(Comparator.comparingInt(find -> find.spans().getFirst().start()));
            return found;
        }

        private static String without(String text, List<Find> found) {
            StringBuilder rest = new StringBuilder(text);
            found.stream()
                    .flatMap(find -> find.spans().stream())
                    .forEach(span -> rest.replace(span.start(), span.end(), "#".repeat(span.end() - span.start())));
            return rest.toString();
        }

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "sales_report",
                    List.of(
                            cue("\\b(sales|revenue|turnover)\\b.*"),
                            cue("(show|give|get).*\\b(sales|revenue)\\b.*"),
                            cue(".*(销售额|销售|营收|营业额|业绩).*")),
                    List.of(
                            new SlotDefinition("period", true, false, SlotFinder.listing(this::periods)),
                            new SlotDefinition(
                                    "groupBy",
                                    false,
                                    false,
                                    oneOf(
                                            new Choice("region", cue("\\b(?:region|area)|地区|区域|大区")),
                                            new Choice("product", cue("\\b(?:product|item)|产品|商品|品类")),
                                            new Choice(
                                                    "month",
                                                    cue(
                                                            "\\bby month|\\bper month|\\bgrouped by month|\\bmonthly|\\b(?:each|every) month|按月|每个?月"))))));
        }

        @Override
        public String name(Language language) {
            return language.choose("the sales report", "销售报表");
        }

        @Override
        public String summary(Language language) {
            return language.choose("report sales (\"show last month's sales by region\")", "查看销售报表（“按地区看上个月的销售额”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose(
                    "For which period: this month, last month, this or last quarter, this or last year, or which month or year?",
                    "要看哪个时间段：本月、上个月、本季度、上季度、今年、去年，还是哪个月、哪一年？");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("period", value(slots, "period", "last_month"))
                    .put("groupBy", value(slots, "groupBy", "region"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String from = result.path("from").asText();
            String to = result.path("to").asText();
            BigDecimal total = result.path("total").decimalValue().setScale(2);
            JsonNode rows = result.path("rows");
            if (rows.isEmpty()) {
                return language.choose(
                        "There were no sales from " + from + " to " + to + ".", from + " 至 " + to + " 没有销售。");
            }
            JsonNode best = rows.get(0);
            for (JsonNode row : rows) {
                if (row.path("amount")
                                .decimalValue()
                                .compareTo(best.path("amount").decimalValue())
                        > 0) {
                    best = row;
                }
            }
            String name = best.path("group").asText();
            NumberFormat money = NumberFormat.getCurrencyInstance(language == Language.zh ? Locale.CHINA : Locale.US);
            money.setCurrency(Currency.getInstance(result.path("currency").asText()));
            String most = money.format(best.path("amount").decimalValue());
            return language.choose(
                    "Sales from " + from + " to " + to + " came to **" + money.format(total) + "**; the most, " + most
                            + ", in " + name + ".",
                    from + " 至 " + to + " 的销售额共 **" + money.format(total) + "**，其中最多的是 " + name + "（" + most + "）。");
        }
    }

    private static final class SendEmail implements Skill {
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

        /** With a capital and a full stop, unless that would break an address, or the words end as they are to end. */
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
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String to = arguments.path("to").asText();
            return language.choose("The mail to " + to + " has been sent.", "发给 " + to + " 的邮件已发送。");
        }
    }

    private static final class RefundOrder implements Skill {
        private static final List<Naming> ACTS = List.of(
                Naming.act(
                        "\\b(?:(?<!\\bthe )refund|reimburse|compensate|repay|credit|return|kick back|kick(?= .{1,20}\\bback\\b)|hand back|put back|hand(?= .{1,20}\\bback\\b)|put(?= .{1,20}\\bback\\b)|chuck|bung|sling|toss|slip|hook|knock(?= .{1,20}\\boff\\b)|pay(?= .{1,20}\\bback\\b)|pay back|money back|partial|the customer(?= (?:of|for)\\b))\\b|(?<=\\b(?:get|have|want|need|like|see)\\b.{0,40})\\brefunded\\b|(?<=\\bmind )(?:refunding|giving|paying|issuing|returning|making|crediting|processing)\\b"),
                Naming.act(
                        "\\b(?:make|process|issue|do|start|give|arrange|get|initiate|send|sort|sort out|pop|throw|push|push through|run)(?= .{0,40}\\b(?:refund|money|back)\\b)"),
                Naming.thing(
                        "\\b(?:order|number|amount|money|bucks|cash|its|their|up with|off|over|in the amount|the sum|because|since|reason)\\b"),
                Naming.act("(?:处理|办理|申请)(?=.{0,20}退款)|(?<!的.{0,8})退款|退钱|退还|退货款|退掉|退回|退给|退(?!款)|返还"),
                Naming.thing("笔|订单号?|单号|编号|金额|款|钱|因为|原因是?|由于"));

        private static final Pattern REASON = cue(
                "\\b(?:because|since|reason:?)\\s+((?:(?!\\b(?:if|unless)\\b).)+)$|(?:因为|原因是?[:：]?|由于)\\s*((?:(?!如果|除非|要是).)+)$");

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "refund_order",
                    List.of(
                            cue(".*\\brefund(ed|s)?\\b.*"),
                            cue(".*\\bmoney back\\b.*"),
                            cue(".*(退款|退钱|退货款).*"),
                            cue(".*退.*\\d+\\s*(元|块).*")),
                    List.of(
                            new SlotDefinition("orderNumber", true, false, ORDER_NUMBER),
                            new SlotDefinition("amount", true, false, RefundAmounts::find),
                            new SlotDefinition("reason", false, false, text(REASON))),
                    ACTS);
        }

        @Override
        public String name(Language language) {
            return language.choose("the refund", "退款");
        }

        @Override
        public String summary(Language language) {
            return language.choose(
                    "refund an order; you approve it, above 100.00 somebody else does (\"I want a refund\")",
                    "订单退款，由您批准，超过 100.00 需要他人批准（“我要退款”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            boolean order = missing.contains("orderNumber");
            boolean amount = missing.contains("amount");
            if (order && amount) {
                return language.choose(
                        "Which order is it, and how much shall be refunded? For example: A-1001, 25.00",
                        "请问是哪个订单，要退多少钱？例如：A-1001，25 元");
            }
            return order
                    ? language.choose("Which order is it? For example A-1001.", "请问是哪个订单？例如 A-1001。")
                    : language.choose("How much shall be refunded?", "要退多少钱？");
        }

        @Override
        public Optional<String> doubt(List<String> missing, String text, Language language) {
            return missing.contains("amount") ? RefundAmounts.doubt(text, language) : Optional.empty();
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("orderNumber", value(slots, "orderNumber", ""))
                    .put("amount", new BigDecimal(value(slots, "amount", "0")))
                    .put("reason", value(slots, "reason", language.choose("asked for by the customer", "客户要求")));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String amount = arguments.path("amount").decimalValue().setScale(2).toPlainString();
            String order = arguments.path("orderNumber").asText();
            String id = result.path("refundId").asText();
            return language.choose(
                    "Refunded **" + amount + "** for order " + order + " (refund " + id + ").",
                    "已为订单 " + order + " 退款 **" + amount + "**（退款编号 " + id + "）。");
        }
    }

    private static final class CreateTicket implements Skill {
        private static final List<Naming> ACTS = List.of(
                Naming.act(
                        "\\b(?:open|create|file|make|raise|log|submit|new|lodge|start|set up|whip up|stick in|put in|throw in|bang in|chuck in|(?:stick|put|throw|bang|chuck|pop|get)(?= .{0,12}\\bticket\\b)|report(?= .{0,12}\\bticket\\b)|(?<=mind )(?:opening|creating|filing|making))\\b|(?:^|(?<=[,.;] ))ticket(?=\\s*:)"),
                Naming.thing(
                        "\\b(?:support|ticket|priority|in|up|going|opened|about|saying|called|named|entitled|with the title|title(?:d)?)\\b"),
                Naming.act("创建|新建|建立|登记|开|提交|提|建|报|录|(?:^|(?<=[，。]))(?:工单|故障单)(?=[：:])"),
                Naming.thing("工单|故障单|单子|单|修|新|关于|说|标题[是为]?|名[称为]|优先级|优先"));

        private static final Pattern TITLE = cue(
                "\\bticket\\b(?: in| up| going| opened)?\\s*(?:for|about|:|,|-|–|—|re:?|regarding|because|on|saying|that|called|named|titled|entitled|with the title|with title)\\s*:?\\s*(.+?)(?:,?\\s*(?:with )?(?:low|normal|high|urgent) priority)?$"
                        + "|(?:关于|标题为|标题是|名为)\\s*(.+?)的(?:工单|故障单)|(?:标题|名称)(?:[:：]|是|为)\\s*(.+?)(?:[,，]\\s*(?:高优先级|低优先级|紧急|加急|不急|普通))?$"
                        + "|(?:工单|故障单|单子|单|修)\\s*(?:[:：,，]|关于|说)\\s*(?!标题)(.+?)(?:[,，]\\s*(?:高优先级|低优先级|紧急|加急|不急|普通))?$");

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "create_ticket",
                    List.of(
                            cue(".*\\b(open|create|file|make|raise)\\b.*\\bticket\\b.*"),
                            cue("^\\s*(new )?ticket\\b.*"),
                            cue(".*(创建|新建|开|提交|提)(一?个|一?张)?.{0,6}(工单|故障单).*"),
                            cue("^\\s*(工单|故障单).*")),
                    List.of(
                            new SlotDefinition("title", true, true, text(TITLE)),
                            new SlotDefinition(
                                    "priority",
                                    false,
                                    false,
                                    oneOf(
                                            new Choice("high", cue("\\b(high|urgent)\\b|紧急|加急|高优先级")),
                                            new Choice("low", cue("\\blow\\b|不急|低优先级")),
                                            new Choice("normal", cue("\\bnormal\\b|普通|一般"))))),
                    ACTS);
        }

        @Override
        public String name(Language language) {
            return language.choose("the new ticket", "新工单");
        }

        @Override
        public String summary(Language language) {
            return language.choose("open a ticket (\"open a ticket: the printer is broken\")", "创建工单（“创建工单：打印机坏了”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("What is the ticket about?", "工单的内容是什么？");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("title", value(slots, "title", "")).put("priority", value(slots, "priority", "normal"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String number = result.path("ticketNumber").asText();
            return language.choose("Ticket **" + number + "** is open.", "工单 **" + number + "** 已创建。");
        }
    }

    /** Somebody of the support team is told by a ticket; nothing is promised that nobody will see. */
    private static final class HandOver implements Skill {
        private static final List<Naming> ACTS = List.of(
                Naming.act(
                        "\\b(?:talk|speak|connect|transfer|put me through|chat|person|human|agent|agents|hand|over|member|connect|someone|somebody|operator|colleague|representative|support|staff|team|manager|real|live|customer service|through|(?:can|could|may) i|let me|get me|give me|your)\\b"),
                Naming.act("有没有|工作人员|转接|转给|转|找|接|换|叫|人工|真人|客服|服务|活人|聊|说话|谈|联系|人"));

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "hand_over",
                    List.of(
                            cue(
                                    ".*\\b(talk|speak|connect|transfer|put me through|chat)\\b.{0,20}\\b(person|human|agent|somebody|someone|operator|colleague|support|staff|manager)\\b.*"),
                            cue("^\\s*(a |an )?(real )?(human|person|agent|operator)( please)?\\W*$"),
                            cue(".*(转|找|接|换|要|叫).{0,4}(人工|真人|客服|活人).*"),
                            cue("^\\s*(人工|真人)(客服|服务)?\\W*$")),
                    List.of(),
                    ACTS);
        }

        @Override
        public String tool() {
            return "create_ticket";
        }

        @Override
        public String name(Language language) {
            return language.choose("the hand-over", "转人工");
        }

        @Override
        public String summary(Language language) {
            return language.choose("call a person (\"I want to talk to a person\")", "转人工（“我要找人工客服”）");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("title", language.choose("Please take over a conversation", "请人工接手对话"))
                    .put("priority", "high");
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String number = result.path("ticketNumber").asText();
            return language.choose(
                    "I have asked the support team to take over: ticket **" + number + "**.",
                    "已请客服接手，工单 **" + number + "**。");
        }

        @Override
        public boolean endsTheTalk() {
            return true;
        }
    }

    private static final class CloseTicket implements Skill {
        private static final List<Naming> ACTS = List.of(
                Naming.act(
                        "\\b(?:close|resolve|finish|finish off|shut|shut down|kill|bin|nuke|complete|wrap up|(?<=done, )close it|close off|mark(?= .{1,30} as (?:closed|resolved|done))|as (?:closed|resolved|done)|can be closed|(?<=mind )(?:closing|shutting|marking))\\b"),
                Naming.thing("\\b(?:support|ticket|tickets|number|case)\\b|#"),
                Naming.act("可以关闭了|关闭|关了吧|关吧|关一下|完结|了结|销(?=.{0,6}单)|关掉|关上|结束"),
                Naming.thing("工单|故障单|单子|编号|号|#"));

        /** A number of its own is one only where a ticket is named, or another before it. */
        private static final Pattern TICKET = cue(
                "\\bT-?(\\d{1,9})\\b|(?:\\b(?:ticket|case)s?\\s*(?:number|no\\.?)?\\s*#?|(?:工单|故障单|单子)\\s*(?:编号|号)?\\s*#?)(\\d{1,9})(?![\\d.,:]\\d)|(\\d{1,9})号(?:工单|故障单|单子|单)"
                        + "|(?<=(?:ticket|case|工单|故障单)s?.{1,40}(?:,|and|no|or|和|、|与|不|还是)\\s{0,2}#?)(\\d{1,9})(?![\\w.,:]*\\d)|^\\s*(\\d{1,9})\\s*$");

        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "close_ticket",
                    List.of(cue(".*\\bclose\\b.*\\bticket\\b.*"), cue(".*关闭.{0,6}(工单|故障单).*")),
                    List.of(new SlotDefinition(
                            "ticketNumber",
                            true,
                            false,
                            SlotFinder.each(TICKET, match -> find(match, number -> "T-" + number)))),
                    ACTS);
        }

        @Override
        public String name(Language language) {
            return language.choose("closing the ticket", "关闭工单");
        }

        @Override
        public String summary(Language language) {
            return language.choose("close a ticket (\"close ticket T-1\")", "关闭工单（“关闭工单 T-1”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("Which ticket? For example T-1.", "哪个工单？例如 T-1。");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("ticketNumber", value(slots, "ticketNumber", ""));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String number = result.path("ticketNumber").asText();
            return language.choose("Ticket **" + number + "** is closed.", "工单 **" + number + "** 已关闭。");
        }
    }

    private static final class PrepareStatement implements Skill {
        private static final List<Naming> ACTS = List.of(
                Naming.act(
                        "\\b(?:prepare|make|create|generate|run|draw up|produce|compile|start|begin|get|give|(?<=mind )preparing|statement|monthly|account)\\b"),
                Naming.act("准备|制作|生成|出具|出|开具|做|整理|编制|对账单|结算单|月结单|账单"));

        private final Clock clock;
        private final ZoneId zone;

        PrepareStatement(Clock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public IntentDefinition intent() {
            SlotFinder month = SlotFinder.listing(text -> {
                YearMonth now = YearMonth.now(clock.withZone(zone));
                List<Find> found = new ArrayList<>(MonthWords.months(text, now));
                found.addAll(choices(
                        text,
                        new Choice(now.minusMonths(1).toString(), LAST_MONTH),
                        new Choice(now.toString(), THIS_MONTH)));
                return found;
            });
            return new IntentDefinition(
                    "prepare_statement",
                    List.of(cue(".*\\bstatement\\b.*"), cue(".*(对账单|结算单|月结单).*")),
                    List.of(new SlotDefinition("month", true, false, month)),
                    ACTS);
        }

        @Override
        public String name(Language language) {
            return language.choose("the statement", "对账单");
        }

        @Override
        public String summary(Language language) {
            return language.choose(
                    "prepare a statement in the background (\"prepare last month's statement\")",
                    "在后台准备对账单（“准备上个月的对账单”）");
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            return language.choose("For which month? For example 2026-01.", "哪个月？例如 2026-01。");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("month", value(slots, "month", ""));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String month = arguments.path("month").asText();
            if (result.has("taskId")) {
                return language.choose(
                        "I am preparing the statement of " + month
                                + ". It takes some minutes; I will tell you here when it is done, you need not wait.",
                        "正在准备 " + month + " 的对账单，需要几分钟；完成后我会在这里告诉您，不必等待。");
            }
            String total = result.path("total").decimalValue().setScale(2).toPlainString();
            StringBuilder lines = new StringBuilder();
            for (JsonNode line : result.path("lines")) {
                lines.append("\n- ")
                        .append(line.path("region").asText())
                        .append(": ")
                        .append(line.path("amount").decimalValue().setScale(2).toPlainString());
            }
            return language.choose(
                    "The statement of " + month + " comes to **" + total + "**:\n" + lines,
                    month + " 的对账单合计 **" + total + "**：\n" + lines);
        }
    }

    private static final class ReadMail implements Skill {
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "read_mail",
                    List.of(
                            cue(".*\\b(read|check|show)\\b.*\\b(my )?(mails?|inbox|mailbox)\\b.*"),
                            cue(".*(读|看|查)(一下|看)?.{0,4}(邮件|收件箱|邮箱).*")),
                    List.of());
        }

        @Override
        public String name(Language language) {
            return language.choose("the mailbox", "邮箱");
        }

        @Override
        public String summary(Language language) {
            return language.choose("read the mailbox (\"read my mail\")", "读邮件（“看一下邮件”）");
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            return object().put("count", 5);
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            StringBuilder list = new StringBuilder();
            for (JsonNode mail : result.path("mails")) {
                list.append("\n- ")
                        .append(mail.path("from").asText())
                        .append(": **")
                        .append(mail.path("subject").asText())
                        .append("**");
            }
            return list.isEmpty()
                    ? language.choose("The mailbox is empty.", "邮箱里没有邮件。")
                    : language.choose("The newest mails:\n", "最新的邮件：\n") + list;
        }
    }
}
