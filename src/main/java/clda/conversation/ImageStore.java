package clda.conversation;

import clda.conversation.ConversationEvent.Image;
import clda.store.Write;
import java.util.Optional;

/** The store of images; the log contains only references to them. */
public interface ImageStore {

    record Stored(Image image, byte[] bytes) {}

    /**
     * @param most maximum number of images in a conversation
     * @return false if the conversation already has that many or does not exist
     */
    boolean put(String conversationId, Stored image, int most);

    Optional<Stored> find(String conversationId, String imageId);

    Write forget(String conversationId);
}
