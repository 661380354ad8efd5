package clda.web.faces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one goes after signing in. */
class ReturnAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.xhtml",
                "index.xhtml?c=NueEk_tRGqD0zLUkJpykvA",
                "approvals.xhtml#unknown",
                "memory.xhtml",
                "console/trace.xhtml?turn=t1&step=2"
            })
    void pagesOfThisApplicationAreGoneBackTo(String wanted) {
        assertThat(ReturnAddress.of(wanted)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"?c=abc,index.xhtml?c=abc", "?x=<script>,index.xhtml"})
    void theStartPageNeedNotBeNamed(String wanted, String page) {
        assertThat(ReturnAddress.of(wanted)).isEqualTo(page);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://elsewhere.example/index.xhtml",
                "//elsewhere.example/index.xhtml",
                "/\\elsewhere.example/index.xhtml",
                "\\\\elsewhere.example\\index.xhtml",
                "/index.xhtml",
                "../other/index.xhtml",
                "a/../../index.xhtml",
                "javascript:alert(1)//.xhtml",
                "index.xhtml?c=\r\nSet-Cookie: a=b",
                "index.xhtml?c=<b>",
                "index.xhtml\u0000",
                "elsewhere.example@index.xhtml",
                "login.xhtml?to=index.xhtml",
                "api/v1/logout",
                "?"
            })
    void everythingElseIsTheStartPage(String wanted) {
        assertThat(ReturnAddress.of(wanted)).startsWith("index.xhtml").doesNotContain("elsewhere", "\r", "<");
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 100_000})
    void noAddressIsLonger(int length) {
        assertThat(ReturnAddress.of("index.xhtml?c=" + "a".repeat(length))).isEqualTo("index.xhtml");
    }
}
