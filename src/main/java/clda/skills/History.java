package clda.skills;

import clda.llm.ModelMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.nlu.Language;
import java.util.List;
import java.util.Optional;

/** The messages of a conversation until now. */
record History(List<ModelMessage> messages) {

    /** The messages of the turn in progress, starting with the one that opened it. */
    List<ModelMessage> turn() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage || messages.get(i) instanceof NoticeMessage) {
                return messages.subList(i, messages.size());
            }
        }
        throw new IllegalArgumentException("the history has no message that opens a turn");
    }

    /** The language of the last thing that a person said in one. */
    Language language() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String said =
                    switch (messages.get(i)) {
                        case UserMessage user -> user.text();
                        case NoticeMessage notice -> notice.said();
                        default -> "";
                    };
            Optional<Language> spoken = Language.spoken(said);
            if (spoken.isPresent()) {
                return spoken.get();
            }
        }
        return Language.EN;
    }
}
