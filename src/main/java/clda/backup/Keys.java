package clda.backup;

import clda.security.tink.MasterKeyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The command {@code clda-keys}: changes the master key in two steps. */
public final class Keys {

    private static final String HELP =
            """
            clda-keys --add [--data-dir=data] [--key-file=...]
              adds a key to the master key. Copy the file to all nodes and restart them one after the other:
              all can read what is written under it then.
            clda-keys --promote [--data-dir=data] [--key-file=...]
              makes the key that was added last the one that is written with. Copy the file to all nodes and
              restart them again.
              What was written before stays under the earlier keys, which stay in the file.
            """;

    private Keys() {}

    /** Ends with status 0, or with 1 and a sentence. */
    public static void main(String[] given) {
        System.exit(Commands.run("clda-keys", HELP, given, () -> run(given, System.getenv())));
    }

    static String run(String[] given, Map<String, String> environment) throws IOException {
        Arguments arguments =
                new Arguments(given, Set.of("add", "promote"), Set.of("data-dir", "key-file"), environment);
        if (arguments.has("add") == arguments.has("promote")) {
            throw new Refusal("say either --add or --promote; see --help");
        }
        Path file = arguments.keyFile();
        if (!Files.isRegularFile(file)) {
            throw new Refusal("there is no master key " + file.toAbsolutePath() + "; set --key-file");
        }
        try {
            MasterKeyset before = MasterKeyset.read(file);
            return arguments.has("add") ? add(before, file) : promote(before, file);
        } catch (IllegalStateException e) {
            throw new Refusal(file.toAbsolutePath() + " is not a master key", e);
        }
    }

    private static String add(MasterKeyset before, Path file) throws IOException {
        if (before.primary() != before.ids().getLast()) {
            throw new Refusal("a key was added already and is not written with yet: promote it first");
        }
        MasterKeyset after = before.withAnother();
        after.replace(file);
        return "added key " + id(after.ids().getLast()) + " to " + file.toAbsolutePath() + "; written with is still "
                + id(after.primary()) + ". Back up the keys";
    }

    private static String promote(MasterKeyset before, Path file) throws IOException {
        if (before.primary() == before.ids().getLast()) {
            throw new Refusal("the key that was added last is written with already; add another first");
        }
        MasterKeyset after = before.writingWithTheLast();
        after.replace(file);
        return "from their next start on servers write with key " + id(after.primary());
    }

    private static String id(int id) {
        return Integer.toUnsignedString(id);
    }
}
