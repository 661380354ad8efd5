package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an identity provider and a server in production need; what is missing or wrong is named. */
class SettingsTest {

    private static final String PROFILE = "mp.config.profile";
    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String KEY_SET = "mp.jwt.verify.publickey.location";

    private static Settings settings(Map<String, String> properties) {
        return Settings.from(config(properties));
    }

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }

    @Test
    void anIdentityProviderIsItsIssuerItsKeysAndTheAudiencesOfItsTokens() {
        Settings settings = settings(Map.of(
                ISSUER,
                "https://login.example.com",
                KEY_SET,
                "https://login.example.com/keys",
                "mp.jwt.verify.audiences",
                "clda, chat,clda"));

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

    @Test
    void productionNeedsAMasterKeyOfItsOwnPlace() {
        assertThat(settings(Map.of(PROFILE, "prod")).dangerInProduction())
                .hasValueSatisfying(danger -> assertThat(danger).startsWith("clda.security.key-file is not set"));
        assertThat(settings(production()).dangerInProduction()).isEmpty();
        assertThat(settings(Map.of()).dangerInProduction()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http, true", "https, false"})
    void productionSendsNoEventsUnencrypted(String scheme, boolean refused) {
        Map<String, String> properties = production();
        properties.put("clda.events.webhook.url", scheme + "://crm.example.com/hook");
        properties.put("clda.events.webhook.secret", "whsec_" + "A".repeat(44));

        assertThat(settings(properties)
                        .dangerInProduction()
                        .filter(danger -> danger.startsWith("clda.events.webhook.url begins with http:")))
                .matches(danger -> danger.isPresent() == refused);
    }

    @ParameterizedTest
    @CsvSource({"PLAINTEXT, true", "SASL_PLAINTEXT, true", "SSL, false", "SASL_SSL, false"})
    void productionPublishesNothingUnencrypted(String protocol, boolean refused, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), "security.protocol=" + protocol + "\n");
        Map<String, String> properties = production();
        properties.put("clda.kafka.bootstrap-servers", "kafka:9092");
        properties.put("clda.kafka.events.topic", "events");
        properties.put("clda.kafka.properties-file", file.toString());

        assertThat(settings(properties)
                        .dangerInProduction()
                        .filter(danger ->
                                danger.startsWith("clda.kafka.properties-file does not set security.protocol")))
                .matches(danger -> danger.isPresent() == refused);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://redis.example.com,  secret, true",
        "rediss://redis.example.com, secret, false",
        "redis://127.0.0.1,          secret, false",
        "redis://redis.example.com,        , false"
    })
    void productionTellsNoPasswordOfRedisToTheNetwork(String url, @Nullable String password, boolean refused) {
        Map<String, String> properties = production();
        properties.put("clda.redis.url", url);
        if (password != null) {
            properties.put("clda.redis.password", password);
        }

        assertThat(catchThrowable(() -> RedisSettings.from(config(properties))))
                .matches(thrown -> (thrown != null) == refused);
    }

    private static Map<String, String> production() {
        return new HashMap<>(Map.of(PROFILE, "prod", "clda.security.key-file", "/keys/master-key.json"));
    }
}
