package clda.budget;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.MessageUsage;
import clda.llm.ModelProfile.Price;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Price PRICE = new Price(
            new BigDecimal("0.25"), new BigDecimal("0.025"), new BigDecimal("0.3125"), new BigDecimal("2.00"));

    @Test
    void eachKindOfTokenHasItsPrice() {
        assertThat(PRICE.micros(new MessageUsage(1_000_000, 0))).isEqualTo(250_000);
        assertThat(PRICE.micros(new MessageUsage(1_000_000, 1_000_000, 400_000L, 200_000L, 5L)))
                .isEqualTo(100_000 + 10_000 + 62_500 + 2_000_000);
    }

    @Test
    void aPartOfAMillionthIsAWholeOne() {
        assertThat(PRICE.micros(new MessageUsage(1, 0))).isEqualTo(1);
    }
}
