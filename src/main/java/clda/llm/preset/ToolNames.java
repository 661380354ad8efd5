package clda.llm.preset;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Translates the names of tools into the characters that a server accepts, and back. A name that has to be changed gets a mark
 * of its own, so that two do not become one. Models may have asked for names that no tool has: those are in histories too.
 * Safe for many threads.
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

    /** The name as the server takes it: it begins with a letter or {@code _}. */
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

    /** Our name of what the server was sent. */
    public String own(String sent) {
        return own.getOrDefault(sent, sent);
    }
}
