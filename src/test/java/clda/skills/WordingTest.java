package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.demo.DemoSkills;
import clda.nlu.Language;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    private final Wording wording = new Wording(new Repertoire(DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    EN | torn | Changed to A-1003, 4, torn.
                    ZH | 破损  | 已改为 A-1003，4，破损。
                    """)
    void whatWasReplacedIsNamedInTheOrderAndPunctuationOfTheRequest(Language language, String reason, String said) {
        // Given three values that replace earlier ones
        Map<String, SlotValue> slots = Map.of(
                "reason", new SlotValue(reason, reason),
                "amount", new SlotValue("4", "4"),
                "orderNumber", new SlotValue("A-1003", "A-1003"));
        Move.Say say = new Move.Say(
                new Move.Meant("refund_order", 1, slots, IntentSource.LOCAL),
                new Move.Changed("refund_order", slots),
                List.of());

        // When they are said
        String reply = wording.of(say, List.of(), language);

        // Then they stand as in the request itself, with the comma of the language
        assertThat(reply).isEqualTo(said);
    }
}
