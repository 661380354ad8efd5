package clda.nlu;

import clda.store.Write;
import java.time.Instant;
import java.util.List;

/** Where the understanding was wrong or had nothing to say, for whoever maintains its data. What was said is not kept here. */
public interface MissedSentences {

    /** Why a sentence is looked at. */
    enum Why {
        /** Nobody could tell what was meant. */
        unknown,
        /** The person did not like the answer. */
        disliked
    }

    record Missed(String tenant, String conversationId, String turnId, Why why, Instant at) {}

    /** Of a turn that is there already, nothing changes. */
    Write put(Missed missed);

    /** With {@link #put}, by itself. */
    void note(Missed missed);

    Write removeOf(String conversationId);

    /** @return whether it was there */
    boolean remove(String tenant, String conversationId, String turnId);

    /** The newest first. */
    List<Missed> newest(String tenant, int limit);
}
