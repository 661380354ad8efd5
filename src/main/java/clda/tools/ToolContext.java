package clda.tools;

import clda.security.Caller;

/**
 * For whom a tool acts, and the key under which the other side may recognise the effect.
 *
 * @param effectKey the same for every attempt at the same call, another for every other call
 */
public record ToolContext(Caller caller, String conversationId, String turnId, String callId, String effectKey) {}
