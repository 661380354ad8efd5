package clda.skills;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.ConversationEvent.Source;
import clda.nlu.account.Account;
import clda.tools.ArgumentCheck.Violation;
import java.util.List;
import java.util.Map;

/** What is done in reply to a sentence. */
public sealed interface Move {

    /** What the sentence was taken to mean. */
    Meant meant();

    /**
     * @param confidence 0 to 1
     * @param account what each part of the sentence was there for
     */
    record Meant(String intent, double confidence, Map<String, SlotValue> slots, Source source, Account account) {
        public Meant {
            slots = Map.copyOf(slots);
        }

        public Meant(String intent, double confidence, Map<String, SlotValue> slots, Source source) {
            this(intent, confidence, slots, source, Account.NONE);
        }
    }

    /**
     * All that is needed is known: the skill's tool is called with the slots of what was meant.
     *
     * @param further what else the sentence asks for, to be done after it
     */
    record Act(Meant meant, List<Meant> further) implements Move {
        public Act {
            further = List.copyOf(further);
        }

        public Act(Meant meant) {
            this(meant, List.of());
        }
    }

    /**
     * Something is said, and then what the last of the frames asks for, if there are any.
     *
     * @param about what is said before the question
     */
    record Say(Meant meant, About about, List<Frame> frames) implements Move {
        public Say {
            frames = List.copyOf(frames);
        }
    }

    /** What is said of the sentence itself. */
    sealed interface About {}

    /** Nothing: the question follows. */
    record Nothing() implements About {}

    record Dropped() implements About {}

    /** Nothing is being collected that could be dropped; what was done is not undone by a sentence. */
    record NothingOpen() implements About {}

    record StartedOver() implements About {}

    /** What was asked is asked again, since the sentence was no answer. */
    record NoAnswer(int times) implements About {}

    /** Something said before was replaced. */
    record Changed(Map<String, SlotValue> slots) implements About {
        public Changed {
            slots = Map.copyOf(slots);
        }
    }

    /** The user wants it not to be done, or to be stopped. */
    record Declined(String intent, Map<String, SlotValue> slots) implements About {
        public Declined {
            slots = Map.copyOf(slots);
        }
    }

    /** The user asks about it, and does not ask for it. */
    record Asked(String intent, Map<String, SlotValue> slots) implements About {
        public Asked {
            slots = Map.copyOf(slots);
        }
    }

    /** The sentence seems to give what is missing, and a person has to say which value is meant. */
    record Doubt(String sentence) implements About {}

    /** What these words are to say is not clear. */
    record Unclear(List<String> words) implements About {
        public Unclear {
            words = List.copyOf(words);
        }
    }

    /** Values that the tool does not take, by the name of the slot. */
    record Unfit(Map<String, Refusal> values) implements About {
        public Unfit {
            values = Map.copyOf(values);
        }
    }

    /** @param value as the user wrote it */
    record Refusal(String value, Violation why) {}

    /** Greeting, thanks, a question for what can be done. */
    record SmallTalk(String intent) implements About {}

    /** It may mean one of these. */
    record WhichOf(List<String> intents) implements About {
        public WhichOf {
            intents = List.copyOf(intents);
        }
    }

    /** It cannot be helped. */
    record NotUnderstood() implements About {}
}
