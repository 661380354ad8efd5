package clda.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsOfYearsTest {

    /** In August 2026. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sales in Q3                              | 2026-Q3
                    sales in Q4                              | 2025-Q4
                    Q1 2025 revenue by product               | 2025-Q1
                    revenue for Q2 of last year              | 2025-Q2
                    the third quarter of 2024, by region     | 2024-Q3
                    first quarter sales                      | 2026-Q1
                    sales for the 2nd quarter this year      | 2026-Q2
                    sales of the first half of 2025          | 2025-H1
                    first half year sales                    | 2026-H1
                    sales for the second half of last year   | 2025-H2
                    the quarter before last                  | 2026-Q1
                    第三季度销售额                              | 2026-Q3
                    去年四季度的营收                             | 2025-Q4
                    第二季的销售额                              | 2026-Q2
                    2025年第一季度按地区的销售额                   | 2025-Q1
                    看下2025年Q2的业绩                         | 2025-Q2
                    Q1销售                                   | 2026-Q1
                    上半年销售额                                | 2026-H1
                    去年下半年的销售报表                          | 2025-H2
                    2024年上半年营业额                          | 2024-H1
                    上上季度的销售                              | 2026-Q1
                    上上个季度的销售                             | 2026-Q1
                    """)
    void aPartOfAYearIsFound(String sentence, String period) {
        assertThat(PartsOfYears.in(sentence, YearMonth.of(2026, 8)))
                .extracting(find -> find.value().value())
                .containsOnly(period);
    }

    @Test
    void whatIsNoPartOfAYearIsNotTakenForOne() {
        for (String sentence : new String[] {
            "last quarter",
            "上季度",
            "a quarter past nine",
            "half a year",
            "半年",
            "四季",
            "第三季节",
            "reboot q5",
            "FAQ1",
            "上个月",
            "下半场"
        }) {
            assertThat(PartsOfYears.in(sentence, YearMonth.of(2026, 8)))
                    .as(sentence)
                    .isEmpty();
        }
    }
}
