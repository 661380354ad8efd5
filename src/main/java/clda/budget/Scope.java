package clda.budget;

import clda.json.Worded;

/** For whom and how long a budget counts. Days are those of UTC. */
public enum Scope implements Worded {
    TURN,
    CONVERSATION,
    PERSON_DAY,
    TENANT_DAY;

    @Override
    public String word() {
        return Worded.super.word().replace('_', '-');
    }
}
