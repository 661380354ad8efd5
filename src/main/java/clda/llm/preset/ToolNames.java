package clda.llm.preset;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Translates the names of tools into the characters that a server accepts, and back. A name that has to be changed gets a
 * unique mark, so that two names do not become one. Histories may also contain names that no tool has, because a model asked
 * for them. Thread-safe.
 */
public final class ToolNames {

    private static final String UNNAMED = "unnamed";

    private final Pattern others;
    private final int length;
    private final Map<String, String> own = new ConcurrentHashMap<>();

    public ToolNames(Preset.History rules) {
        this.others = Pattern.compile("[^" + rules.toolNames() + "]");
        this.length = rules.toolNameLength();
    }

    /** The name as sent to the server; it begins with a letter or {@code _}. */
    public String sent(String name) {
        String clean = others.matcher(name).replaceAll("_");
        if (clean.isEmpty()) {
            return UNNAMED;
        }
        if (!Character.isLetter(clean.charAt(0)) && clean.charAt(0) != '_') {
            clean = "_" + clean;
        }
        if (clean.length() <= length && clean.equals(name)) {
            return name;
        }
        String mark = "_" + Integer.toHexString(name.hashCode());
        String sent = clean.substring(0, Math.min(clean.length(), length - mark.length())) + mark;
        own.putIfAbsent(sent, name);
        return sent;
    }

    /** Our name for a name that was sent to the server. */
    public String own(String sent) {
        return own.getOrDefault(sent, sent);
    }
}
