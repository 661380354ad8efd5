package clda.skills;

import clda.conversation.Frame;
import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.nlu.account.Account;
import clda.tools.ArgumentCheck.Violation;
import java.util.List;
import java.util.Map;

/** The reaction to a sentence. */
sealed interface Move {

    /** The interpretation of the sentence. */
    Meant meant();

    /**
     * @param confidence 0 to 1
     * @param account the role of each part of the sentence
     */
    record Meant(String intent, double confidence, Map<String, SlotValue> slots, IntentSource source, Account account) {
        public Meant {
            slots = Map.copyOf(slots);
        }

        public Meant(String intent, double confidence, Map<String, SlotValue> slots, IntentSource source) {
            this(intent, confidence, slots, source, Account.NONE);
        }
    }

    /**
     * Nothing is missing: the skill's tool is called with the slots of the meaning.
     *
     * @param further other requests in the sentence, carried out afterwards
     * @param unclear words whose meaning is unclear, said to the person who is shown the call before it is made; empty if there are
     *     none
     */
    record Act(Meant meant, List<Meant> further, List<String> unclear) implements Move {
        public Act {
            further = List.copyOf(further);
            unclear = List.copyOf(unclear);
        }

        public Act(Meant meant, List<Meant> further) {
            this(meant, further, List.of());
        }

        public Act(Meant meant) {
            this(meant, List.of());
        }
    }

    /**
     * Says something, followed by the question of the last frame, if there is one.
     *
     * @param about what is said before the question
     */
    record Say(Meant meant, About about, List<Frame> frames) implements Move {
        public Say {
            frames = List.copyOf(frames);
        }
    }

    /** What is said about the sentence itself. */
    sealed interface About {}

    /** Nothing: the question follows. */
    record Nothing() implements About {}

    record Dropped() implements About {}

    /** Nothing is being collected that could be dropped; what was done is not undone by a sentence. */
    record NothingOpen() implements About {}

    record StartedOver() implements About {}

    /** The question is repeated because the sentence did not answer it. */
    record NoAnswer(int times) implements About {}

    /** Something said before for this intent was replaced. */
    record Changed(String intent, Map<String, SlotValue> slots) implements About {
        public Changed {
            slots = Map.copyOf(slots);
        }
    }

    /** The user wants the action not to be done, or to be stopped. */
    record Declined(String intent, Map<String, SlotValue> slots) implements About {
        public Declined {
            slots = Map.copyOf(slots);
        }
    }

    /** The user asks about the action but does not request it. */
    record Asked(String intent, Map<String, SlotValue> slots) implements About {
        public Asked {
            slots = Map.copyOf(slots);
        }
    }

    /** The sentence seems to give a missing value, but the user has to say which value is meant. */
    record Doubt(String sentence) implements About {}

    /** The meaning of these words is unclear. */
    record Unclear(List<String> words) implements About {
        public Unclear {
            words = List.copyOf(words);
        }
    }

    /** Values that the tool rejects, by slot name. */
    record Unfit(Map<String, Refusal> values) implements About {
        public Unfit {
            values = Map.copyOf(values);
        }
    }

    /** @param value as the user wrote it */
    record Refusal(String value, Violation why) {}

    /** A greeting, thanks, or the question what the assistant can do. */
    record SmallTalk(String intent) implements About {}

    /** The sentence may mean any of these intents. */
    record WhichOf(List<String> intents) implements About {
        public WhichOf {
            intents = List.copyOf(intents);
        }
    }

    /** The sentence was not understood. */
    record NotUnderstood() implements About {}
}
