package clda.demo;

import static org.assertj.core.api.Assertions.assertThat;

import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.store.jpa.JpaWrite;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolTenancyContract;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody sees or changes what is another's through a tool that comes with CLDA. */
class ShippedToolsTenancyTest extends ToolTenancyContract {

    @TempDir
    Path dataDir;

    private SeEngine services;
    private SeEngine engine;
    private Mailbox mailbox;
    private RefundService refunds;

    @BeforeEach
    void open() {
        SeEngine.Options options = new SeEngine.Options(dataDir, new ScriptedModel());
        services = options.node("services").open();
        mailbox = new Mailbox(services.store(), services.keyRing(), Clock.systemUTC(), () -> UUID.randomUUID()
                .toString());
        refunds = new RefundService(
                services.store(), Clock.systemUTC(), Thread.ofVirtual().factory());
        engine = options.node("clda").mail(mailbox).refunds(refunds.service()).open();
    }

    @AfterEach
    void close() {
        engine.close();
        mailbox.close();
        refunds.close();
        services.close();
    }

    @Override
    protected List<Tool> tools() {
        return engine.tools();
    }

    @Override
    protected ObjectNode arguments(ToolDefinition tool, String word) {
        ObjectNode arguments =
                tool.name().equals("find_order") || tool.name().equals("refund_order") ? order() : none();
        switch (tool.name()) {
            case "find_order" -> {}
            case "refund_order" -> arguments.put("amount", 1).put("reason", word);
            case "prepare_statement" -> arguments.put("month", "2026-01");
            case "sales_report" -> arguments.put("period", "last_month").put("groupBy", "region");
            case "remind" -> arguments.put("what", word).put("at", "2099-01-01T09:00");
            case "repeat" -> arguments.put("what", word).put("doing", true).put("every", "daily 08:00");
            case "read_mail" -> arguments.put("count", 20);
            default -> {
                return super.arguments(tool, word);
            }
        }
        return arguments;
    }

    private static ObjectNode none() {
        return Json.MAPPER.createObjectNode();
    }

    private static ObjectNode order() {
        return none().put("orderNumber", "A-1001");
    }

    @Override
    protected JsonNode call(Tool tool, ObjectNode arguments, ToolContext context) {
        if (tool.definition().effect() != EffectClass.LOCAL_TX) {
            return tool.call(arguments, context);
        }
        AtomicReference<JsonNode> result = new AtomicReference<>();
        engine.store().write((JpaWrite) entities -> result.set(tool.call(arguments, context)));
        return result.get();
    }

    @Test
    void allThatIsShippedIsTried() {
        assertThat(tools())
                .extracting(tool -> tool.definition().name())
                .contains(
                        "find_order",
                        "sales_report",
                        "create_ticket",
                        "close_ticket",
                        "list_tickets",
                        "send_email",
                        "read_mail",
                        "refund_order",
                        "prepare_statement",
                        "remind",
                        "repeat",
                        "list_schedules",
                        "cancel_schedule",
                        "remember",
                        "recall",
                        "forget");
    }
}
