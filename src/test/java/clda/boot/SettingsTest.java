package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an identity provider needs; what is missing or wrong is named. */
class SettingsTest {

    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String KEY_SET = "mp.jwt.verify.publickey.location";

    private static Settings settings(Map<String, String> properties) {
        return Settings.from(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
    }

    @Test
    void anIdentityProviderIsItsIssuerItsKeysAndTheAudiencesOfItsTokens() {
        Settings settings = settings(Map.of(
                ISSUER,
                "https://login.example.com",
                KEY_SET,
                "https://login.example.com/keys",
                "mp.jwt.verify.audiences",
                "clda,chat"));

        assertThat(settings.hasIdentityProvider()).isTrue();
        assertThat(settings.issuer()).isEqualTo("https://login.example.com");
        assertThat(settings.publicKeyLocation()).hasToString("https://login.example.com/keys");
        assertThat(settings.audiences()).containsExactlyInAnyOrder("clda", "chat");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY_SET, "mp.jwt.verify.publickey"})
    void keysWithoutAnIssuerAreRefusedSinceNoTokenWouldBeAccepted(String property) {
        assertThatThrownBy(() -> settings(Map.of(property, "https://login.example.com/keys")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(ISSUER + " is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/keys/key.pem", "keys.json", "ldap://login.example.com", "not an address"})
    void whatIsNotTheAddressOfAKeySetIsNamed(String location) {
        assertThatThrownBy(() -> settings(Map.of(ISSUER, "https://login.example.com", KEY_SET, location)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(KEY_SET + " is not the address of a key set");
    }

    @Test
    void withoutOneTheServerSignsItsTokensItself() {
        Settings settings = settings(Map.of());

        assertThat(settings.hasIdentityProvider()).isFalse();
        assertThat(settings.audiences()).isEmpty();
    }
}
