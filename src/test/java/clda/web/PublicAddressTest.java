package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the address under which a browser sees the server. */
class PublicAddressTest {

    private static final PublicAddress PUBLIC = new PublicAddress("https", "chat.example.com", 443, "/clda");

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.com,true",
        "https://chat.example.com:443,true",
        "https://CHAT.example.com,true",
        "http://chat.example.com,false",
        "https://chat.example.com:8443,false",
        "https://chat.example.com.evil.example,false",
        "https://evil.example,false",
        "https://user@chat.example.com,false",
        "https://chat.example.com/,false",
        "null,false",
        "'',false",
        "not a URL,false",
        "https:,false"
    })
    void onlyPagesOfThisVeryOriginAreItsOwn(String origin, boolean own) {
        assertThat(PUBLIC.isOrigin(origin)).isEqualTo(own);
    }

    @Test
    void thePortIsSaidWhereItIsNotTheSchemesOwn() {
        assertThat(PUBLIC.origin()).isEqualTo("https://chat.example.com");
        assertThat(new PublicAddress("http", "localhost", 8080, "").origin()).isEqualTo("http://localhost:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "127.0.0.1,true",
        "[::1],true",
        "192.0.2.9,true",
        "chat.example.com,true",
        "evil.example,false",
        "localhost.evil.example,false",
        "127.0.0.1.evil.example,false",
        "a.intern.example,true",
        "intern.example,false",
        "aintern.example,false",
        "1.2.3,false"
    })
    void aNameThatIsNotKnownIsRefused(String host, boolean allowed) {
        AllowedHosts hosts = new AllowedHosts(List.of("Chat.example.com", "*.intern.example", " "));

        assertThat(hosts.allows(host)).isEqualTo(allowed);
        assertThat(new AllowedHosts(List.of("*")).allows(host)).isTrue();
    }

    @Test
    void browsersThatCameByHttpsAreToldToComeByNothingElse() {
        assertThat(StrictTransport.DEFAULT.headerFor(PUBLIC)).contains("max-age=31536000");
        assertThat(StrictTransport.DEFAULT.headerFor(new PublicAddress("http", "chat.example.com", 80, "")))
                .isEmpty();
        assertThat(StrictTransport.DEFAULT.headerFor(new PublicAddress("https", "localhost", 8443, "")))
                .isEmpty();
        assertThat(new StrictTransport(Duration.ZERO).headerFor(PUBLIC)).isEmpty();
    }
}
