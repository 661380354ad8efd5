package clda.effects;

import clda.json.Canonical;

/** The key of an effect: the same for every attempt at a call, derived from its place and from nothing that a model says. */
public final class EffectKey {

    private EffectKey() {}

    /** The key of the effect of a call, as 64 hexadecimal digits. */
    public static String of(String tenant, String conversationId, String turnId, String callId) {
        return Canonical.hash(String.join("|", tenant, conversationId, turnId, callId));
    }
}
