package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ImageStore.Stored;
import clda.store.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store of images keeps to. */
abstract class ImageStoreContract {

    abstract ImageStore images();

    /** The id of a conversation that is there. */
    abstract String conversation();

    abstract void write(Write write);

    abstract void close();

    /** JUnit does not call an abstract method that is overridden without the annotation. */
    @AfterEach
    final void ends() {
        close();
    }

    private static Stored image(String id) {
        return new Stored(new ImageRef(id, "image/png"), new byte[] {1, 2, (byte) id.hashCode()});
    }

    @Test
    void whatIsPutIsFoundInItsConversationOnly() {
        String here = conversation();
        String there = conversation();

        assertThat(images().put(here, image("i1"), 10)).isTrue();

        assertThat(images().find(here, "i1")).get().satisfies(found -> {
            assertThat(found.image()).isEqualTo(new ImageRef("i1", "image/png"));
            assertThat(found.bytes()).isEqualTo(image("i1").bytes());
        });
        assertThat(images().find(there, "i1")).isEmpty();
        assertThat(images().find(here, "i2")).isEmpty();
    }

    @Test
    void aConversationHasRoomForSoMany() {
        String here = conversation();
        images().put(here, image("i1"), 2);
        images().put(here, image("i2"), 2);

        assertThat(images().put(here, image("i3"), 2)).isFalse();

        assertThat(images().find(here, "i3")).isEmpty();
    }

    @Test
    void whatIsForgottenIsGoneAndTheRestStays() {
        String here = conversation();
        String there = conversation();
        images().put(here, image("i1"), 2);
        images().put(there, image("i2"), 2);

        write(images().forget(here));

        assertThat(images().find(here, "i1")).isEmpty();
        assertThat(images().find(there, "i2")).isPresent();
    }
}
