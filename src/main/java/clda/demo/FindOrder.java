package clda.demo;

import static clda.demo.Slots.ORDER_NUMBER;
import static clda.demo.Slots.object;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The skill that reports the status of an order. */
final class FindOrder implements Skill {

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
