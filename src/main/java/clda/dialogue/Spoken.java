package clda.dialogue;

import clda.conversation.Conversation;
import clda.nlu.Language;

/** The language of a conversation: that of the user's last message. */
final class Spoken {

    private Spoken() {}

    static Language in(Conversation conversation) {
        return conversation.turns().reversed().stream()
                .filter(turn -> turn.trigger() == null)
                .findFirst()
                .map(turn -> Language.of(turn.text()))
                .orElse(Language.EN);
    }
}
