package clda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request came from and to, by what trusted proxies say of it. */
class ProxiesTest {

    private static final String EDGE = "10.0.0.1";
    private static final String INNER = "10.0.0.2";
    private static final String CLIENT = "203.0.113.7";
    private static final Proxies PROXIES = Proxies.of(List.of("10.0.0.0/24", "::1", "fd00::/8"));

    /** @param headers {@code Name: value}, one a line */
    private static Arrival from(String peer, String... headers) {
        Map<String, String> all = Arrays.stream(headers)
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0].toLowerCase(Locale.ROOT), pair -> pair[1]));
        return PROXIES.arrival(new Proxies.Received(
                peer,
                "http",
                all.getOrDefault("host", "localhost:8080"),
                name -> all.get(name.toLowerCase(Locale.ROOT))));
    }

    @Test
    void aRequestWithoutAProxyIsTakenAsItIs() {
        Arrival arrival = from(CLIENT, "Host: chat.example.com:8080");

        assertThat(arrival).isEqualTo(new Arrival(new PublicAddress("http", "chat.example.com", 8080, ""), CLIENT));
    }

    @Test
    void nobodyElseIsBelieved() {
        Arrival arrival = from(
                CLIENT,
                "Host: chat.example.com",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Prefix: /evil",
                "Forwarded: for=192.0.2.1;proto=https;host=evil.example");

        assertThat(arrival).isEqualTo(new Arrival(new PublicAddress("http", "chat.example.com", 80, ""), CLIENT));
    }

    @Test
    void whatATrustedProxySaysHolds() {
        Arrival arrival = from(
                EDGE,
                "X-Forwarded-For: " + CLIENT,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: Chat.Example.com",
                "X-Forwarded-Port: 8443",
                "X-Forwarded-Prefix: /tools/clda/");

        assertThat(arrival)
                .isEqualTo(new Arrival(new PublicAddress("https", "chat.example.com", 8443, "/tools/clda"), CLIENT));
    }

    @Test
    void whatATrustedProxySaysInTheStandardsOwnHeaderHolds() {
        Arrival arrival =
                from(EDGE, "Forwarded: For=\"[2001:db8::7]:4711\";Proto=https;host=\"chat.example.com:8443\"");

        assertThat(arrival)
                .isEqualTo(
                        new Arrival(new PublicAddress("https", "chat.example.com", 8443, ""), "2001:db8:0:0:0:0:0:7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What a client has made up stands left of what the proxy has appended.
                "10.0.0.1 | 192.0.2.66, 203.0.113.7            | 203.0.113.7",
                "10.0.0.1 | 10.0.0.9, 203.0.113.7              | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7, 192.0.2.5             | 192.0.2.5",
                "10.0.0.2 | 192.0.2.66, 203.0.113.7, 10.0.0.1  | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7:1234                   | 203.0.113.7",
                "10.0.0.1 | [2001:db8::7]:1234                 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | 2001:db8::7                        | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | ::ffff:203.0.113.7                 | 203.0.113.7",
                "::1      | 203.0.113.7                        | 203.0.113.7",
                // All are trusted, or the next is hidden: the last that is known.
                "10.0.0.2 | 10.0.0.5, 10.0.0.1                 | 10.0.0.5",
                "10.0.0.1 | unknown                            | 10.0.0.1",
                "10.0.0.1 | evil.example                       | 10.0.0.1",
                "10.0.0.1 | ', ,'                              | 10.0.0.1",
            })
    void theClientIsTheFirstFromTheRightWhoIsNoProxy(String peer, String header, String client) {
        assertThat(from(peer, "X-Forwarded-For: " + header).client()).isEqualTo(client);
        assertThat(from(peer, "Forwarded: " + asElements(header)).client()).isEqualTo(client);
    }

    private static String asElements(String senders) {
        return Arrays.stream(senders.split(","))
                .map(String::strip)
                .filter(sender -> !sender.isEmpty())
                .map(sender -> "for=\""
                        + (sender.matches("[0-9a-f:.]*:[0-9a-f.]*:[0-9a-f:.]*") ? "[" + sender + "]" : sender) + "\"")
                .collect(Collectors.joining(", "));
    }

    @Test
    void throughTwoProxiesTheOneNextToTheClientTellsTheProtocol() {
        String chain = "X-Forwarded-For: " + CLIENT + ", " + EDGE;

        assertThat(from(INNER, chain, "X-Forwarded-Proto: https, http")
                        .address()
                        .scheme())
                .isEqualTo("https");
        assertThat(from(INNER, chain, "X-Forwarded-Proto: ftp, https, http")
                        .address()
                        .scheme())
                .isEqualTo("https");
        assertThat(from(INNER, chain, "X-Forwarded-Proto: https").address().scheme())
                .as("where the inner one hands on what the edge said")
                .isEqualTo("https");
        assertThat(from(
                                INNER,
                                "Forwarded: for=192.0.2.66;proto=http;host=evil.example, for=" + CLIENT
                                        + ";proto=https;host=chat.example.com, for=" + EDGE + ";proto=http")
                        .address()
                        .origin())
                .isEqualTo("https://chat.example.com");
    }

    @Test
    void whatAClientHasMadeUpOfTheProtocolIsNotTaken() {
        Arrival arrival = from(EDGE, "X-Forwarded-For: " + CLIENT, "X-Forwarded-Proto: https, http");

        assertThat(arrival.address().scheme()).isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "localhost:8080        | -                     | -    | http://localhost:8080",
                "localhost:8080        | -                     | 443  | https://localhost",
                "chat.example.com      | -                     | 8443 | https://chat.example.com:8443",
                "chat.example.com:8443 | -                     | -    | https://chat.example.com:8443",
                "localhost:8080        | chat.example.com      | -    | https://chat.example.com",
                "localhost:8080        | chat.example.com      | 8443 | https://chat.example.com:8443",
                "localhost:8080        | chat.example.com:9443 | 8443 | https://chat.example.com:9443",
                "localhost:8080        | [2001:db8::1]:9443    | -    | https://[2001:db8::1]:9443",
            })
    void thePortIsTheOneThatTheBrowserAsked(String host, String forwarded, String port, String origin) {
        java.util.List<String> headers = new java.util.ArrayList<>(List.of("Host: " + host));
        if (origin.startsWith("https")) {
            headers.add("X-Forwarded-Proto: https");
        }
        if (forwarded != null) {
            headers.add("X-Forwarded-Host: " + forwarded);
        }
        if (port != null) {
            headers.add("X-Forwarded-Port: " + port);
        }

        assertThat(from(EDGE, headers.toArray(String[]::new)).address().origin())
                .isEqualTo(origin);
    }

    @Test
    void socketsAreOfTheirPagesProtocol() {
        assertThat(from(EDGE, "X-Forwarded-Proto: wss").address().scheme()).isEqualTo("https");
        assertThat(from(EDGE, "X-Forwarded-Proto: WS").address().scheme()).isEqualTo("http");
    }

    @Test
    void aPathPrefixOfManyPartsIsReadAsAnyOther() {
        String prefix = "/a".repeat(4_000);

        Arrival arrival = from(EDGE, "X-Forwarded-Host: chat.example.com", "X-Forwarded-Prefix: " + prefix);

        assertThat(arrival.address().prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Proto: javascript",
                "X-Forwarded-Host: a b",
                "X-Forwarded-Host: chat.example.com@evil.example",
                "X-Forwarded-Host: chat.example.com/evil",
                "X-Forwarded-Host: -",
                "X-Forwarded-Port: 0",
                "X-Forwarded-Port: 65536",
                "X-Forwarded-Port: http",
                "X-Forwarded-Prefix: //evil.example",
                "X-Forwarded-Prefix: /a/../b",
                "X-Forwarded-Prefix: /a/..",
                "X-Forwarded-Prefix: https://evil.example",
                "X-Forwarded-Prefix: /a\\b",
                "X-Forwarded-Prefix: /a;b",
                "Forwarded: for",
                "Forwarded: for=\"unfinished",
                "Forwarded: for=a for=b",
                "Forwarded: proto=https;proto=http",
                "Forwarded: for=203.0.113.7;proto=gopher",
                "Host: chat example",
                "Host: [::1",
                "Host: a:b"
            })
    void whatMakesNoSenseIsRefused(String header) {
        assertThatThrownBy(() -> from(EDGE, header)).isInstanceOf(Proxies.Unclear.class);
    }

    @Test
    void aProxyThatHandsOnAClientsHeaderOfTheOtherKindIsNotFooled() {
        assertThatThrownBy(() -> from(
                        EDGE,
                        "X-Forwarded-For: " + CLIENT,
                        "X-Forwarded-Proto: http",
                        "Forwarded: for=192.0.2.66;proto=https"))
                .isInstanceOf(Proxies.Unclear.class);
        assertThat(from(EDGE, "X-Forwarded-For: " + CLIENT, "Forwarded: for=" + CLIENT + ";proto=https")
                        .address()
                        .scheme())
                .isEqualTo("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "300.1.1.1", "::1/129", "/8"})
    void whatIsNoAddressIsRefusedAtTheStart(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxies.of(List.of("127.0.0.1", range)))
                .withMessageContaining(range);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.255,true",
        "10.0.1.0,false",
        "::1,true",
        "fd12::9,true",
        "fe80::1,false",
        "::ffff:10.0.0.3,true",
        "name,false"
    })
    void aRangeIsWhatBeginsWithTheSameBits(String address, boolean trusted) {
        assertThat(PROXIES.trusts(address)).isEqualTo(trusted);
    }
}
