package clda.web.wire;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** Examples that tell of the demo: they were recorded with it, and a server without it does not show them. */
final class DemoExamples {

    private static final Pattern OF_THE_DEMO = Pattern.compile(
            "(?i)alice|bob|carol|dave|order|refund|sales|mail|statement|_ticket|A-\\d{4}|订单|退款|销售|邮件|对账单");

    private DemoExamples() {}

    /** Takes them out of the description; returns them by their places in it. */
    static ObjectNode takenOutOf(ObjectNode description) {
        ObjectNode taken = Json.MAPPER.createObjectNode();
        take(description, "", taken);
        return taken;
    }

    private static void take(JsonNode tree, String place, ObjectNode taken) {
        List.copyOf(tree.properties()).forEach(member -> {
            String there = place + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
            if (!member.getKey().equals("example")) {
                take(member.getValue(), there, taken);
            } else if (OF_THE_DEMO.matcher(member.getValue().toString()).find()) {
                taken.set(there, ((ObjectNode) tree).remove("example"));
            }
        });
    }
}
