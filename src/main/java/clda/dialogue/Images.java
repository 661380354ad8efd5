package clda.dialogue;

import clda.conversation.ConversationLog;
import clda.conversation.ImageRef;
import clda.conversation.ImageStore;
import clda.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Images that users attach: uploaded first, then referred to by their messages. */
public final class Images {

    /** Maximum bytes of an image that providers accept: Anthropic's documentation names 5 MB. */
    public static final int LARGEST = 5_000_000;

    static final int MAX_AT_ONCE = 4;
    private static final int MAX_IN_CONVERSATION = 200;
    private static final int HEAD = 12;

    private final ConversationLog log;
    private final ImageStore store;
    private final Supplier<String> ids;

    Images(ConversationLog log, ImageStore store, Supplier<String> ids) {
        this.log = log;
        this.store = store;
        this.ids = ids;
    }

    /**
     * Adds an image. Its type is determined from its bytes, not from what the sender claims. Metadata written by the camera,
     * such as the location, is not kept.
     */
    public ImageRef add(Caller caller, String conversationId, byte[] bytes) {
        requireOwn(caller, conversationId);
        if (bytes.length > LARGEST) {
            throw new Refused(Refused.Kind.TOO_LONG, "An image may have at most " + LARGEST + " bytes.");
        }
        String mediaType = mediaType(bytes);
        if (mediaType == null) {
            throw new Refused(Refused.Kind.INVALID, "Only PNG, JPEG, GIF and WebP images are supported.");
        }
        ImageRef image = new ImageRef(ids.get(), mediaType);
        ImageStore.Stored plain = new ImageStore.Stored(image, withoutMetadata(mediaType, bytes));
        if (!store.put(conversationId, plain, MAX_IN_CONVERSATION)) {
            throw new Refused(
                    Refused.Kind.INVALID, "A conversation can have at most " + MAX_IN_CONVERSATION + " images.");
        }
        return image;
    }

    private static byte[] withoutMetadata(String mediaType, byte[] bytes) {
        try {
            return ImageMetadata.removedFrom(mediaType, bytes);
        } catch (ImageMetadata.Damaged e) {
            throw new Refused(Refused.Kind.INVALID, "The image is damaged.");
        }
    }

    public ImageStore.Stored get(Caller caller, String conversationId, String imageId) {
        requireOwn(caller, conversationId);
        return store.find(conversationId, imageId).orElseThrow(Images::unknown);
    }

    /** The images of the conversation with these ids, in this order. */
    List<ImageRef> named(String conversationId, List<String> imageIds) {
        if (imageIds.size() > MAX_AT_ONCE || new HashSet<>(imageIds).size() < imageIds.size()) {
            throw new Refused(
                    Refused.Kind.INVALID, "At most " + MAX_AT_ONCE + " different images can be shown at once.");
        }
        return imageIds.stream()
                .map(id -> store.find(conversationId, id).orElseThrow(Images::unknown))
                .map(ImageStore.Stored::image)
                .toList();
    }

    private static Refused unknown() {
        return new Refused(Refused.Kind.NOT_FOUND, "There is no such image.");
    }

    private void requireOwn(Caller caller, String conversationId) {
        if (log.head(conversationId)
                .filter(head -> DialogueManager.owns(head, caller))
                .isEmpty()) {
            throw Refused.noSuchConversation();
        }
    }

    /** The media type according to the signature at the beginning; null if the format is not supported. */
    private static @Nullable String mediaType(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, HEAD);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return "image/gif";
        }
        return text.startsWith("RIFF") && text.startsWith("WEBP", 8) ? "image/webp" : null;
    }
}
