package clda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.security.Caller;
import clda.security.Role;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final Optional<Caller> ALICE = Optional.of(new Caller("alice", "acme", Set.of(Role.USER)));
    private static final Optional<Caller> ADMIN = Optional.of(new Caller("admin", "acme", Set.of(Role.ADMIN)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    everybody              | true  | true  | true
                    nobody                 | false | false | false
                    signed-in              | false | true  | true
                    admin                  | false | false | true
                    auditor, admin         | false | false | true
                    192.0.2.0/24           | true  | true  | true
                    198.51.100.0/24        | false | false | false
                    198.51.100.0/24, admin | false | false | true
                    0.0.0.0/0              | true  | true  | true
                    2001:db8::/32          | false | false | false
                    """)
    void oneOfTheWordsHasToFit(String rule, boolean nobody, boolean alice, boolean admin) {
        Access access = Access.parse(rule);

        assertThat(access.allows(Optional.empty(), "192.0.2.77")).isEqualTo(nobody);
        assertThat(access.allows(ALICE, "192.0.2.77")).isEqualTo(alice);
        assertThat(access.allows(ADMIN, "192.0.2.77")).isEqualTo(admin);
    }

    @Test
    void networksOfTheNewInternetWorkToo() {
        assertThat(Access.parse("2001:db8::/32").allows(Optional.empty(), "2001:db8:1::7"))
                .isTrue();
        assertThat(Access.parse("2001:db8::/32").allows(Optional.empty(), "2001:db9::7%eth0"))
                .isFalse();
        assertThat(Access.parse("::1").allows(Optional.empty(), "0:0:0:0:0:0:0:1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "10.0.0.0/33", "10.0.0.0/x", "example.com", "root", "10.0.0.0/8/8"})
    void whatIsNoRuleIsRefused(String text) {
        assertThatThrownBy(() -> Access.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
