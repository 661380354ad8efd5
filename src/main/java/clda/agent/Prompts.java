package clda.agent;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.PromptPinned;
import clda.conversation.Turn;
import clda.nlu.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The instructions for the model, by version and language. A conversation keeps the version that it began with, as long as that
 * version exists; a new one begins with the newest.
 */
public final class Prompts {

    private static final int BUILT_IN_VERSION = 1;
    private static final Pattern FILE = Pattern.compile("system\\.([0-9]{1,6})\\.(en|zh)\\.md");

    private record Key(int version, String language) {}

    private final Map<Key, String> texts;

    private Prompts(Map<Key, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** The same text for every language. */
    public static Prompts always(String text) {
        Map<Key, String> texts = new HashMap<>();
        for (Language language : Language.values()) {
            texts.put(new Key(BUILT_IN_VERSION, word(language)), text);
        }
        return new Prompts(texts);
    }

    public static Prompts builtIn() {
        Map<Key, String> texts = new HashMap<>();
        for (Language language : Language.values()) {
            String name = "system." + BUILT_IN_VERSION + "." + word(language) + ".md";
            texts.put(new Key(BUILT_IN_VERSION, word(language)), read(name));
        }
        return new Prompts(texts);
    }

    /** Reads a built-in prompt. */
    static String read(String name) {
        try (InputStream in = Prompts.class.getResourceAsStream("/prompts/" + name)) {
            if (in == null) {
                throw new IllegalStateException("/prompts/" + name + " is missing from the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These prompts and those in the files {@code system.<version>.en.md} and {@code system.<version>.zh.md} of the directory.
     *
     * @throws IllegalArgumentException if a version exists in only one language or has the number of a built-in version
     */
    public Prompts and(Path directory) {
        Map<Key, String> all = new HashMap<>(texts);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                Key key = new Key(Integer.parseInt(name.group(1)), name.group(2));
                if (all.put(key, Files.readString(file)) != null) {
                    throw new IllegalArgumentException(file + ": version " + key.version + " is built in");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the prompts in " + directory + " cannot be read", e);
        }
        for (Key key : all.keySet()) {
            for (Language language : Language.values()) {
                if (!all.containsKey(new Key(key.version, word(language)))) {
                    throw new IllegalArgumentException(
                            directory + ": version " + key.version + " lacks " + word(language));
                }
            }
        }
        return new Prompts(all);
    }

    /** All texts, so that everything that a model may be told can be checked. */
    public Collection<String> all() {
        return texts.values();
    }

    /** The texts of one version, by language as in {@link PromptPinned}; empty if there is no such version. */
    public Map<String, String> version(int version) {
        return texts.entrySet().stream()
                .filter(entry -> entry.getKey().version == version)
                .collect(Collectors.toMap(entry -> entry.getKey().language, Map.Entry::getValue));
    }

    /** The texts for a conversation that begins now, by language as in {@link PromptPinned}. */
    public Map<String, String> newest() {
        return version(newestVersion().orElseThrow());
    }

    /** The prompt to pin in a conversation that has none yet or whose prompt no longer exists. */
    PromptPinned choice(Turn opening) {
        int newest = newestVersion().orElseThrow();
        return new PromptPinned(newest, word(Language.of(opening.text())));
    }

    boolean has(PromptPinned pinned) {
        return texts.containsKey(new Key(pinned.version(), pinned.language()));
    }

    String text(PromptPinned pinned) {
        String text = texts.get(new Key(pinned.version(), pinned.language()));
        if (text == null) {
            throw new IllegalArgumentException("no prompt of version " + pinned.version());
        }
        return text;
    }

    /** The prompt of the conversation, or one chosen for the turn if the conversation has none that still exists. */
    PromptPinned of(Conversation conversation, String turnId) {
        PromptPinned pinned = conversation.prompt();
        return pinned != null && has(pinned) ? pinned : choice(conversation.turn(turnId));
    }

    private OptionalInt newestVersion() {
        return texts.keySet().stream().mapToInt(Key::version).max();
    }

    private static String word(Language language) {
        return language.word().toLowerCase(Locale.ROOT);
    }
}
