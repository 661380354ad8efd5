package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is no operation of an API is told apart in a few words, so that no address becomes a label. */
class MeteredFilterTest {

    @Test
    void addressesAreKindsAndNothingElse() {
        assertThat(MeteredFilter.kind("/")).isEqualTo("pages");
        assertThat(MeteredFilter.kind("/chat.xhtml")).isEqualTo("pages");
        assertThat(MeteredFilter.kind("/assets/chat.js")).isEqualTo("files");
        assertThat(MeteredFilter.kind("/jakarta.faces.resource/components.css.xhtml"))
                .isEqualTo("files");
        assertThat(MeteredFilter.kind("/ws/v1/conversations/c1")).isEqualTo("sockets");
        assertThat(MeteredFilter.kind("/made-up-by-a-scanner")).isEqualTo("other");
        assertThat(MeteredFilter.kind("")).isEqualTo("pages");
    }
}
