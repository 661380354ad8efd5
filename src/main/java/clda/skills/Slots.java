package clda.skills;

import clda.conversation.SlotValue;
import java.util.Map;

/** The values of slots by name. */
final class Slots {

    private Slots() {}

    /** The value of a slot; empty if nothing was said for it. */
    static String value(Map<String, SlotValue> slots, String name) {
        SlotValue slot = slots.get(name);
        return slot == null ? "" : slot.value();
    }
}
