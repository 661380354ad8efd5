package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last line of the log is what to open, and how to come in. */
class FirstPageTest {

    @Test
    void accountsToTryTheServerWithAreNamed() {
        assertThat(new FirstPage("127.0.0.1", 8080, false, Optional.of("sign in as alice, password alice-demo"))
                        .sentence())
                .isEqualTo("CLDA is ready: http://localhost:8080/ (sign in as alice, password alice-demo)");
    }

    @Test
    void withoutThemThereIsTheAddressAlone() {
        assertThat(new FirstPage("0.0.0.0", 8443, true, Optional.empty()).sentence())
                .isEqualTo("CLDA is ready: https://localhost:8443/");
    }

    @Test
    void anAddressOfItsOwnIsSaid() {
        assertThat(new FirstPage("192.0.2.7", 80, false, Optional.empty()).address())
                .hasToString("http://192.0.2.7/");
        assertThat(new FirstPage("2001:db8::7", 8080, false, Optional.empty()).address())
                .hasToString("http://[2001:db8::7]:8080/");
        assertThat(new FirstPage("::", 443, true, Optional.empty()).address()).hasToString("https://localhost/");
    }
}
