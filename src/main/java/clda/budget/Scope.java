package clda.budget;

import java.util.Locale;

/** For whom and how long a budget counts. Days are those of UTC. */
public enum Scope {
    TURN,
    CONVERSATION,
    PERSON_DAY,
    TENANT_DAY;

    /** The name used in the configuration and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
