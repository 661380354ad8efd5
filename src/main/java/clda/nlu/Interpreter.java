package clda.nlu;

import clda.conversation.ConversationEvent.Frame;
import java.util.Optional;

/** Understands a sentence, given the question that it may answer. */
public interface Interpreter {
    Interpretation interpret(String text, Optional<Frame> openFrame);
}
