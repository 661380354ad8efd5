package clda.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.effects.Charge;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.RecordingTool;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.ApprovalRule.By;
import clda.tools.Quota.Beyond;
import clda.tools.Quota.Per;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call adds to a sum, and what cannot be added. */
class QuotaTest {

    private static final Quota OF_ORDER =
            new Quota("amount", new BigDecimal("100.00"), Per.ARGUMENT, "order", Duration.ofHours(24), Beyond.APPROVER);

    private static Optional<Charge> charge(Quota quota, String user, String arguments) throws Exception {
        return quota.charge(new Execution.Call(
                RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok()),
                (ObjectNode) Json.MAPPER.readTree(arguments),
                new Caller(user, "default", Set.of(Role.USER)),
                "c1",
                "t1",
                "t1-c1",
                null,
                false,
                Duration.ofSeconds(1),
                List.of()));
    }

    private static Quota per(Per per) {
        return new Quota("amount", BigDecimal.TEN, per, null, null, Beyond.APPROVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order\":\"A\"}",
                "{\"order\":\"A\",\"amount\":null}",
                "{\"order\":\"A\",\"amount\":\"5\"}",
                "{\"order\":\"A\",\"amount\":[5]}",
                "{\"order\":\"A\",\"amount\":-0.01}",
                "{\"order\":\"A\",\"amount\":0.0000001}",
                "{\"order\":\"A\",\"amount\":1e999999999}",
                "{\"order\":\"A\",\"amount\":1e-999999999}",
                "{\"order\":\"A\",\"amount\":9223372036854.775808}",
                "{\"amount\":5}",
                "{\"order\":null,\"amount\":5}",
                "{\"order\":\" \",\"amount\":5}",
                "{\"order\":1.5,\"amount\":5}",
                "{\"order\":[\"A\"],\"amount\":5}"
            })
    void whatCannotBeCountedExactlyIsBeyondIt(String arguments) throws Exception {
        assertThat(charge(OF_ORDER, "alice", arguments)).isEmpty();
    }

    @Test
    void whatIsNotANumberIsBeyondIt() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            ObjectNode arguments = Json.MAPPER.createObjectNode().put("amount", value);
            assertThat(NumberArgument.in(arguments, "amount")).isEmpty();
            assertThat(new ApprovalRule(By.APPROVER, "amount", BigDecimal.TEN).neededFor(arguments))
                    .contains(By.APPROVER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.01,10000",
        "100,100000000",
        "1e2,100000000",
        "0,0",
        "0.000001,1",
        "9223372036854.775807,9223372036854775807"
    })
    void anAmountIsKeptExactly(String amount, long millionths) throws Exception {
        assertThat(charge(OF_ORDER, "alice", "{\"order\":\"A\",\"amount\":" + amount + "}"))
                .hasValueSatisfying(charge -> assertThat(charge.millionths()).isEqualTo(millionths));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-1003", "Ａ-1003", " A-1003 ", "A-１００３"})
    void anotherSpellingIsTheSameOrder(String order) throws Exception {
        assertThat(charge(OF_ORDER, "alice", "{\"order\":\"" + order + "\",\"amount\":5}")
                        .map(Charge::scope))
                .isEqualTo(charge(OF_ORDER, "bob", "{\"order\":\"A-1003\",\"amount\":5}")
                        .map(Charge::scope));
    }

    @Test
    void whatIsSharedByConversationsIsLockedForThem() throws Exception {
        String five = "{\"amount\":5}";

        assertThat(charge(per(Per.TURN), "alice", five).orElseThrow().shared()).isFalse();
        assertThat(charge(per(Per.CONVERSATION), "alice", five).orElseThrow().shared())
                .isFalse();
        assertThat(charge(per(Per.PERSON), "alice", five).orElseThrow().shared())
                .isTrue();
        assertThat(charge(per(Per.TENANT), "alice", five).orElseThrow().shared())
                .isTrue();
        for (String spelling : List.of("ALICE", "ａｌｉｃｅ", "alice ", "alice~abcdefghij")) {
            assertThat(charge(per(Per.PERSON), spelling, five).map(Charge::scope))
                    .as(spelling)
                    .isEqualTo(charge(per(Per.PERSON), "alice", five).map(Charge::scope));
        }
        assertThat(charge(per(Per.PERSON), "bob", five).map(Charge::scope))
                .isNotEqualTo(charge(per(Per.PERSON), "alice", five).map(Charge::scope));
    }

    @Test
    void whoseApprovalLetsACallExceedIt() {
        assertThat(Beyond.REQUESTER.isMetBy(Optional.empty())).isFalse();
        assertThat(Beyond.REQUESTER.isMetBy(Optional.of(By.APPROVER))).isTrue();
        assertThat(Beyond.APPROVER.isMetBy(Optional.of(By.REQUESTER))).isFalse();
        assertThat(Beyond.APPROVER.isMetBy(Optional.of(By.APPROVER))).isTrue();
        assertThat(Beyond.NOBODY.isMetBy(Optional.of(By.APPROVER))).isFalse();
    }

    @Test
    void itIsToldInASentence() {
        assertThat(OF_ORDER.sentence())
                .isEqualTo(
                        "Together with earlier calls, amount would come to more than 100.00 for this order within 24 hours.");
        assertThat(OF_ORDER.text()).isEqualTo("approver if amount per order in 24 h together > 100.00");
    }

    @Test
    void whatMakesNoSenseDoesNotRegister() {
        assertThatThrownBy(() -> new Quota(null, BigDecimal.ONE, Per.ARGUMENT, null, null, Beyond.NOBODY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(null, BigDecimal.ONE, Per.TURN, null, Duration.ZERO, Beyond.NOBODY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordingTool.doing("look", EffectClass.READ, context -> RecordingTool.ok())
                        .ruledBy(new ApprovalRule(List.of(), List.of(OF_ORDER))))
                .hasMessageContaining("no effects");
    }
}
