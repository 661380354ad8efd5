package clda.web.wire;

/**
 * The examples of an intent.
 *
 * @param en in English
 * @param zh in Chinese
 */
public record IntentCount(String intent, int en, int zh) {}
