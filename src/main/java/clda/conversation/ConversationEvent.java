package clda.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a conversation and is stored permanently. The name given by {@link EventType} is the one that
 * clients see; fields may be added later, never removed or given another meaning.
 */
public sealed interface ConversationEvent
        permits TurnEvent,
                CallEvent,
                ConversationEvent.ConversationSummarized,
                ConversationEvent.PromptPinned,
                ConversationEvent.ModelChosen,
                ConversationEvent.RecordingChanged,
                ConversationEvent.ConversationOpened,
                ConversationEvent.ConversationRenamed,
                ConversationEvent.ConversationArchived {

    /**
     * What the model is no longer given word by word, and what is kept of it. The log itself keeps everything.
     *
     * @param through the last turn that the notes stand for, on the branch of the turn that this belongs to
     * @param notes what is kept
     */
    record ConversationSummarized(String through, List<SummaryNote> notes) implements ConversationEvent {
        public ConversationSummarized {
            notes = List.copyOf(notes);
        }
    }

    /**
     * What the model is told about its work from here on.
     *
     * @param version of the text
     * @param language {@code en} or {@code zh}
     */
    record PromptPinned(int version, String language) implements ConversationEvent {}

    /**
     * Another model was chosen.
     *
     * @param model the configured name of the model that is to answer from now on; null for the usual one
     */
    record ModelChosen(@Nullable String model) implements ConversationEvent {}

    /**
     * The user wants exchanges with models to be kept, or no longer.
     *
     * @param on whether what passes between server and model is kept from now on
     */
    record RecordingChanged(boolean on) implements ConversationEvent {}

    /**
     * The first of a conversation: tells whoever reads it that an AI answers here.
     *
     * @param ai always true
     * @param notice the same in words
     */
    record ConversationOpened(boolean ai, String notice) implements ConversationEvent {

        public static final ConversationOpened BY_AI =
                new ConversationOpened(true, "In this conversation an AI system answers. 此对话由人工智能系统回答。");
    }

    /**
     * The conversation has another title.
     *
     * @param title the new one
     */
    record ConversationRenamed(String title) implements ConversationEvent {}

    /**
     * The conversation was archived, or is no longer.
     *
     * @param archived whether it is archived from now on
     */
    record ConversationArchived(boolean archived) implements ConversationEvent {}
}
