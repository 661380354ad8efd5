package clda.conversation;

import clda.conversation.ConversationEvent.Image;
import clda.store.Write;
import java.util.Optional;

/** The images of conversations; the log only names them. */
public interface ImageStore {

    record Stored(Image image, byte[] bytes) {}

    /**
     * @param most how many a conversation may have
     * @return false if it has as many, or is not there
     */
    boolean put(String conversationId, Stored image, int most);

    Optional<Stored> find(String conversationId, String imageId);

    Write forget(String conversationId);
}
