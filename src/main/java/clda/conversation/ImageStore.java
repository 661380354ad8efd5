package clda.conversation;

import clda.store.Write;
import java.util.Optional;

/** The store of images; the log contains only references to them. */
public interface ImageStore {

    record Stored(ImageRef image, byte[] bytes) {}

    /**
     * @param max maximum number of images in a conversation
     * @return false if the conversation already has that many or does not exist
     */
    boolean put(String conversationId, Stored image, int max);

    Optional<Stored> find(String conversationId, String imageId);

    Write forget(String conversationId);
}
