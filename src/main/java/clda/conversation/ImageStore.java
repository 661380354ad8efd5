package clda.conversation;

import clda.conversation.ConversationEvent.Image;
import clda.store.Write;
import java.util.Optional;

/** The store of images; the log only names them. */
public interface ImageStore {

    record Stored(Image image, byte[] bytes) {}

    /**
     * @param most maximum number of images of a conversation
     * @return false if it has as many, or is not there
     */
    boolean put(String conversationId, Stored image, int most);

    Optional<Stored> find(String conversationId, String imageId);

    Write forget(String conversationId);
}
