package clda.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that have to be the same for all nodes on one database. */
final class SharedFiles {

    private SharedFiles() {}

    /** A sentence for the log that names each of them and the property that gives its path. */
    static String sentence(Settings settings) {
        List<String> files = new ArrayList<>();
        files.add(named("clda.security.key-file", settings.keyFile()));
        if (!settings.hasIdentityProvider()) {
            files.add("the key of tokens beside it, " + settings.tokenKeyFile().toAbsolutePath());
        }
        Path accounts = settings.accountsFile();
        if (accounts != null) {
            files.add(named("clda.accounts.file", accounts));
        }
        files.add(named("clda.nlu.data", settings.nluData()));
        Path prompts = settings.prompts();
        if (prompts != null) {
            files.add(named("clda.prompts", prompts));
        }
        return "every node on this database needs the same files here: " + String.join("; ", files);
    }

    private static String named(String property, Path file) {
        return property + "=" + file.toAbsolutePath();
    }
}
