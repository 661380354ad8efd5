package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFilesTest {

    private static String sentence(String... properties) {
        Map<String, String> values = new HashMap<>();
        for (int each = 0; each < properties.length; each += 2) {
            values.put(properties[each], properties[each + 1]);
        }
        return SharedFiles.sentence(Settings.from(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()));
    }

    @Test
    void theSentenceNamesEachFileAndItsProperty() {
        assertThat(sentence(
                        "clda.security.key-file", "/keys/master.json",
                        "clda.accounts.file", "/etc/accounts",
                        "clda.nlu.data", "/nlu",
                        "clda.prompts", "/tmp"))
                .contains(
                        "clda.security.key-file=/keys/master.json",
                        "/keys/token-key.json",
                        "clda.accounts.file=/etc/accounts",
                        "clda.nlu.data=/nlu",
                        "clda.prompts=/tmp");
    }

    @Test
    void whereAnIdentityProviderSignsThereIsNoKeyOfTokens() {
        assertThat(sentence(
                        "mp.jwt.verify.publickey", "some key",
                        "mp.jwt.verify.issuer", "https://login.example.com"))
                .doesNotContain("token-key");
    }
}
