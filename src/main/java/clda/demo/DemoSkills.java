package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.EventCodec;
import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.NumberText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample business for the built-in understanding, in English and Chinese. */
public final class DemoSkills {

    private static final Pattern ORDER = cue("(?<![A-Z\\d])([A-Z])[- ]?(\\d{3,6})(?!\\d)");
    private static final Pattern EMAIL = cue("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern MONEY = cue(
            "(?:[$¥￥€]|usd|eur|rmb)\\s*(\\d+(?:[.,]\\d{1,2})?)|(?<![-\\w.])(\\d+(?:[.,]\\d{1,2})?)\\s*(?:dollars?|euros?|usd|eur|rmb|yuan|块|元|美元|欧元|人民币)"
                    + "|(?:refund|amount|金额|退)\\D{0,8}?(?<![-\\w.])(\\d+(?:[.,]\\d{1,2})?)(?![-\\w])"
                    + "|^\\s*(\\d+(?:[.,]\\d{1,2})?)\\s*$|[,，;；]\\s*(\\d+(?:[.,]\\d{1,2})?)(?![-\\w])");

    private static final Pattern MONEY_IN_WORDS =
            cue("\\b(" + NumberText.EN + ")(?:dollars?|euros?|bucks)\\b|(" + NumberText.ZH + ")\\s*(?:块钱?|元|美元|欧元)");

    private DemoSkills() {}

    /** @param zone in which persons name months */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        return List.of(
                new FindOrder(),
                new SalesReport(),
                new SendEmail(),
                new RefundOrder(),
                new CreateTicket(),
                new CloseTicket(),
                new HandOver(),
                new PrepareStatement(clock, zone),
                new ReadMail());
    }

    private static SlotFinder pattern(Pattern pattern, UnaryOperator<String> normalise) {
        return text -> {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.find()) {
                return Optional.empty();
            }
            String raw = matcher.group();
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    raw = matcher.group(group);
                    break;
                }
            }
            return Optional.of(new SlotValue(normalise.apply(raw), raw));
        };
    }

    private static final SlotFinder ORDER_NUMBER = text -> {
        Matcher matcher = ORDER.matcher(text);
        return matcher.find()
                ? Optional.of(new SlotValue(
                        matcher.group(1).toUpperCase(Locale.ROOT) + "-" + matcher.group(2), matcher.group()))
                : Optional.empty();
    };

    /** In digits, or in words before a currency. */
    private static Optional<SlotValue> amount(String text) {
        Optional<SlotValue> digits =
                pattern(MONEY, amount -> amount.replace(',', '.')).find(text);
        if (digits.isPresent()) {
            return digits;
        }
        Matcher words = MONEY_IN_WORDS.matcher(text);
        if (!words.find()) {
            return Optional.empty();
        }
        OptionalLong number =
                words.group(1) != null ? NumberText.english(words.group(1)) : NumberText.chinese(words.group(2));
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlotValue(String.valueOf(number.getAsLong()), words.group()));
    }

    private record Choice(String value, Pattern cue) {}

    /** The first choice whose cue is found. */
    private static SlotFinder oneOf(Choice... choices) {
        return text -> Arrays.stream(choices)
                .map(choice -> {
                    Matcher matcher = choice.cue().matcher(text);
                    return matcher.find() ? new SlotValue(choice.value(), matcher.group()) : null;
                })
                .filter(Objects::nonNull)
                .findFirst();
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
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "sales_report",
                    List.of(
                            cue("\\b(sales|revenue|turnover)\\b.*"),
                            cue("(show|give|get).*\\b(sales|revenue)\\b.*"),
                            cue(".*(销售额|销售|营收|营业额|业绩).*")),
                    List.of(
                            new SlotDefinition(
                                    "period",
                                    true,
                                    false,
                                    oneOf(
                                            new Choice("last_month", cue("last month|previous month|上个?月")),
                                            new Choice("this_month", cue("this month|current month|这个?月|本月")),
                                            new Choice("last_quarter", cue("last quarter|previous quarter|上个?季度")),
                                            new Choice("this_year", cue("this year|current year|year to date|今年|本年")),
                                            new Choice("last_year", cue("last year|previous year|去年|上一年")))),
                            new SlotDefinition(
                                    "groupBy",
                                    false,
                                    false,
                                    oneOf(
                                            new Choice("region", cue("region|area|地区|区域|大区")),
                                            new Choice("product", cue("product|item|产品|商品|品类")),
                                            new Choice("month", cue("by month|per month|monthly|按月|每月"))))));
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
                    "For which period: this month, last month, last quarter, this year or last year?",
                    "要看哪个时间段：本月、上个月、上季度、今年还是去年？");
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
            String most = best.path("amount").decimalValue().setScale(2).toPlainString();
            return language.choose(
                    "Sales from " + from + " to " + to + " came to **" + total.toPlainString() + "**; the most, " + most
                            + ", in " + name + ".",
                    from + " 至 " + to + " 的销售额共 **" + total.toPlainString() + "**，其中最多的是 " + name + "（" + most + "）。");
        }
    }

    private static final class SendEmail implements Skill {
        private static final Pattern BODY = cue(
                "\\b(?:that|saying|to say)\\s+(.+)$|(?:告诉|通知)(?:他|她|对方)?(?:们)?(?:说|：|:|，|,)?\\s*(.+)$|(?:跟|对)(?:他|她|对方)们?说(?:：|:|，|,)?\\s*(.+)$"
                        + "|\\bemail\\b[^:]*:\\s*(.+)$|(?:内容是|内容为|内容：|内容:)\\s*(.+)$");
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
                            new SlotDefinition("to", true, false, pattern(EMAIL, UnaryOperator.identity())),
                            new SlotDefinition("body", true, true, pattern(BODY, String::strip))));
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
            String body = value(slots, "body", "").replaceAll("[.。]+$", "");
            String sentence = body.isEmpty() ? body : body.substring(0, 1).toUpperCase(Locale.ROOT) + body.substring(1);
            int end = Math.min(sentence.length(), SUBJECT_LENGTH);
            String subject = sentence.substring(0, end).replaceAll("\\R", " ");
            return object().put("to", value(slots, "to", ""))
                    .put("subject", value(slots, "subject", subject))
                    .put("body", sentence + language.choose(".", "。"));
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            String to = arguments.path("to").asText();
            return language.choose("The mail to " + to + " has been sent.", "发给 " + to + " 的邮件已发送。");
        }
    }

    private static final class RefundOrder implements Skill {
        private static final Pattern REASON =
                cue("\\b(?:because|since|reason:?)\\s+(.+)$|(?:因为|原因是?[:：]?|由于)\\s*(.+)$");

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
                            new SlotDefinition(
                                    "amount",
                                    true,
                                    false,
                                    text -> amount(ORDER.matcher(text).replaceAll(" # "))),
                            new SlotDefinition("reason", false, false, pattern(REASON, String::strip))));
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
        private static final Pattern TITLE = cue(
                "\\bticket\\b\\s*(?:for|about|:|saying|that)\\s*(.+?)(?:,?\\s*(?:with )?(?:low|normal|high|urgent) priority)?$"
                        + "|(?:工单|故障单)\\s*(?:[:：,，]|关于|说)\\s*(.+)$");

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
                            new SlotDefinition("title", true, true, pattern(TITLE, String::strip)),
                            new SlotDefinition(
                                    "priority",
                                    false,
                                    false,
                                    oneOf(
                                            new Choice("high", cue("\\b(high|urgent)\\b|紧急|加急|高优先级")),
                                            new Choice("low", cue("\\blow\\b|不急|低优先级")),
                                            new Choice("normal", cue("\\bnormal\\b|普通|一般"))))));
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
                    List.of());
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
        @Override
        public IntentDefinition intent() {
            return new IntentDefinition(
                    "close_ticket",
                    List.of(cue(".*\\bclose\\b.*\\bticket\\b.*"), cue(".*关闭.{0,6}(工单|故障单).*")),
                    List.of(new SlotDefinition(
                            "ticketNumber",
                            true,
                            false,
                            pattern(cue("\\bT-?(\\d{1,9})\\b|^\\s*(\\d{1,9})\\s*$"), number -> "T-" + number))));
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
        private static final Pattern MONTH = cue("(20\\d{2})[-/.年]\\s*(0?[1-9]|1[0-2])(?!\\d)");

        private final Clock clock;
        private final ZoneId zone;

        PrepareStatement(Clock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public IntentDefinition intent() {
            SlotFinder month = text -> {
                Matcher named = MONTH.matcher(text);
                if (named.find()) {
                    YearMonth found = YearMonth.of(Integer.parseInt(named.group(1)), Integer.parseInt(named.group(2)));
                    return Optional.of(new SlotValue(found.toString(), named.group()));
                }
                YearMonth now = YearMonth.now(clock.withZone(zone));
                return oneOf(
                                new Choice(now.minusMonths(1).toString(), cue("last month|previous month|上个?月")),
                                new Choice(now.toString(), cue("this month|current month|这个?月|本月")))
                        .find(text);
            };
            return new IntentDefinition(
                    "prepare_statement",
                    List.of(cue(".*\\bstatement\\b.*"), cue(".*(对账单|结算单|月结单).*")),
                    List.of(new SlotDefinition("month", true, false, month)));
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
