package clda.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.effects.EffectClass;
import clda.json.Canonical;
import clda.json.Json;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.bean.AgentTool;
import clda.tools.bean.BeanTool;
import clda.tools.bean.Money;
import clda.tools.bean.NeedsApproval;
import clda.tools.bean.Param;
import clda.tools.bean.RecurrenceRule;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

/** From an annotated method to a tool. */
class BeanToolTest {

    public enum Size {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    public static class Kitchen {
        @AgentTool(value = "Orders a pizza.", effect = EffectClass.KEYED, roles = Role.USER)
        @NeedsApproval(by = ApprovalRule.By.REQUESTER, when = "price", above = "20")
        public String orderPizza(
                @Param("its name") @NotBlank @Pattern(regexp = "[a-z]+") String name,
                @NotNull @DecimalMin("1") BigDecimal price,
                Size size,
                ToolContext context) {
            return name + " for " + context.caller().user();
        }
    }

    public record Line(String product, @Money BigDecimal price) {}

    public record Bill(List<Line> lines, @Money("EUR") BigDecimal tip, String currency) {}

    public static class Till {
        @AgentTool(value = "Makes a bill.", effect = EffectClass.READ, check = "isOpen")
        public Bill makeBill(@Param("what to add") @Money("EUR") BigDecimal tip) {
            return new Bill(List.of(), tip, "USD");
        }

        void isOpen(BigDecimal tip) {
            if (tip.signum() < 0) {
                throw new ToolFailure("A tip is not taken back.");
            }
        }
    }

    public record Alarm(int number, @RecurrenceRule String every) {}

    public record Alarms(List<Alarm> alarms) {}

    public static class AlarmClock {
        @AgentTool(value = "Rings again and again.", effect = EffectClass.LOCAL_TX)
        public Alarms ring(@Param("how often") @RecurrenceRule String rule, @Param("what to say") String text) {
            return new Alarms(List.of(new Alarm(1, rule)));
        }
    }

    public static class NoTill {
        @AgentTool(value = "Makes a bill.", effect = EffectClass.READ, check = "isOpen")
        public String makeBill() {
            return "";
        }
    }

    public static class Careless {
        @AgentTool(value = "A private method.", effect = EffectClass.READ)
        @SuppressWarnings("unused")
        private void hidden() {}
    }

    private final Validator validator = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();
    private final Tool tool =
            BeanTool.of(Kitchen.class, Kitchen::new, validator).getFirst();
    private final ToolContext context = new ToolContext(
            new Caller("alice", "default", Set.of(Role.USER)),
            "c",
            "t1",
            "t1-c1",
            "key",
            false,
            (percent, note) -> {},
            () -> {});

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) Json.MAPPER.readTree(text);
    }

    @Test
    void amountsOfMoneyAreTellableFromOtherNumbers() {
        ToolDefinition bill =
                BeanTool.of(Till.class, Till::new, validator).getFirst().definition();

        assertThat(bill.traits().money()).isEqualTo(Map.of("tip", "EUR", "price", ""));
        assertThat(bill.parameters().at("/properties/tip/description").asText()).isEqualTo("what to add, in EUR");
        assertThat(tool.definition().traits().money()).isEmpty();
    }

    @Test
    void recurrenceRulesAreTellableFromOtherTexts() {
        ToolDefinition ring = BeanTool.of(AlarmClock.class, AlarmClock::new, validator)
                .getFirst()
                .definition();

        assertThat(ring.traits().recurrences()).containsExactlyInAnyOrder("rule", "every");
        assertThat(tool.definition().traits().recurrences()).isEmpty();
    }

    @Test
    void aToolLooksFirstWhetherACallCanBeDone() throws Exception {
        Tool till = BeanTool.of(Till.class, Till::new, validator).getFirst();

        till.check(json("{\"tip\":1}"), context);
        assertThatThrownBy(() -> till.check(json("{\"tip\":-1}"), context))
                .isInstanceOf(ToolFailure.class)
                .hasMessage("A tip is not taken back.");
        tool.check(json("{}"), context);
        assertThatThrownBy(() -> BeanTool.of(NoTill.class, NoTill::new, validator))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("check that does not exist");
    }

    @Test
    void theSchemaComesFromTheSignatureAndItsConstraints() throws Exception {
        JsonNode schema = tool.definition().parameters();

        assertThat(Canonical.text(schema))
                .isEqualTo(
                        Canonical.text(
                                json(
                                        """
                                {"type":"object",
                                 "properties":{
                                   "name":{"type":"string","description":"its name","minLength":1,"pattern":"^(?:[a-z]+)$"},
                                   "price":{"type":"number","minimum":1},
                                   "size":{"type":"string","enum":["small","large"]}},
                                 "required":["name","price"],
                                 "additionalProperties":false}""")));
    }

    @Test
    void theCallerGoesAlongAndIsNoArgument() throws Exception {
        JsonNode result = tool.call(json("{\"name\":\"margherita\",\"price\":9,\"size\":\"large\"}"), context);

        assertThat(result.asText()).isEqualTo("margherita for alice");
    }

    @Test
    void argumentsAreHeldAgainstTheSchema() throws Exception {
        ArgumentCheck check = new ArgumentCheck();

        assertThat(check.problems(tool.definition(), json("{\"name\":\"x\",\"price\":9}")))
                .isEmpty();
        assertThat(check.problems(
                        tool.definition(), json("{\"name\":\"X1\",\"price\":\"9\",\"size\":\"huge\",\"extra\":1}")))
                .hasSize(4);
        assertThat(check.problems(tool.definition(), Json.MAPPER.readTree("[]")))
                .hasSize(1);
    }

    @Test
    void approvalDependsOnTheArgument() throws Exception {
        ApprovalRule rule = tool.definition().approval();

        assertThat(rule.neededFor(json("{\"price\":20}"))).isEmpty();
        assertThat(rule.neededFor(json("{\"price\":20.01}"))).contains(ApprovalRule.By.REQUESTER);
        assertThat(rule.neededFor(json("{\"price\":\"1\"}"))).contains(ApprovalRule.By.REQUESTER);
        assertThat(rule.neededFor(json("{}"))).contains(ApprovalRule.By.REQUESTER);
    }

    @Test
    void whoMayNotUseItDoesNotSeeIt() {
        Toolbox box = new Toolbox(java.util.List.of(tool));

        assertThat(box.of(new Caller("dave", "default", Set.of(Role.AUDITOR))).find("order_pizza"))
                .isEmpty();
        assertThat(box.of(context.caller()).find("order_pizza")).isPresent();
    }

    @Test
    void aMethodThatNobodyCanCallIsRefused() {
        assertThatThrownBy(() -> BeanTool.of(Careless.class, Careless::new, validator))
                .hasMessageContaining("not public");
    }

    public static class Bookings {
        @AgentTool(value = "Books a table.", effect = EffectClass.QUERYABLE, lookUp = "booked", quiesceSeconds = 5)
        public String book(@NotBlank String name, ToolContext context) {
            return "B-1 for " + name;
        }

        public Optional<String> booked(String name, ToolContext context) {
            return name.equals("Li") ? Optional.of("B-7 for Li") : Optional.empty();
        }
    }

    public static class Unasked {
        @AgentTool(value = "Books a table.", effect = EffectClass.QUERYABLE)
        public String book(@NotBlank String name) {
            return name;
        }
    }

    public static class Misnamed {
        @AgentTool(value = "Books a table.", effect = EffectClass.QUERYABLE, lookUp = "booked")
        public String book(@NotBlank String name) {
            return name;
        }

        public Optional<String> booked() {
            return Optional.empty();
        }
    }

    @Test
    void aQueryableToolIsAskedWithTheSameArguments() throws Exception {
        Tool bookings = BeanTool.of(Bookings.class, Bookings::new, validator).getFirst();

        assertThat(bookings.definition().recovery().quiesce()).hasSeconds(5);
        assertThat(bookings.lookUp(json("{\"name\":\"Li\"}"), context))
                .hasValueSatisfying(found -> assertThat(found.asText()).isEqualTo("B-7 for Li"));
        assertThat(bookings.lookUp(json("{\"name\":\"Wang\"}"), context)).isEmpty();
    }

    @Test
    void aQueryableToolThatCannotBeAskedDoesNotRegister() {
        assertThatThrownBy(() -> BeanTool.of(Unasked.class, Unasked::new, validator))
                .hasMessageContaining("names no lookUp");
        assertThatThrownBy(() -> BeanTool.of(Misnamed.class, Misnamed::new, validator))
                .hasMessageContaining("does not exist with the same parameters: booked");
    }
}
