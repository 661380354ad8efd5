package clda.demo;

import static clda.demo.Slots.ORDER_NUMBER;
import static clda.demo.Slots.failed;
import static clda.demo.Slots.object;
import static clda.demo.Slots.text;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The skill that refunds an order. */
final class RefundOrder implements Skill {

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
                    "Which order is it, and how much should be refunded? For example: A-1001, 25.00",
                    "请问是哪个订单，要退多少钱？例如：A-1001，25 美元");
        }
        return order
                ? language.choose("Which order is it? For example A-1001.", "请问是哪个订单？例如 A-1001。")
                : language.choose("How much should be refunded?", "要退多少钱？");
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
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return failed(code, arguments, language);
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
