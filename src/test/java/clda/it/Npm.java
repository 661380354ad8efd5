package clda.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Packages from npm, where there is npm. */
public final class Npm {

    private Npm() {}

    public static boolean isThere() {
        try {
            return new ProcessBuilder("npm", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Into {@code node_modules} of that directory. */
    public static void install(Path directory, String... packages) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path log = directory.resolve("npm.log");
        Process install = new ProcessBuilder(Stream.concat(
                                Stream.of("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", "."),
                                Stream.of(packages))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!install.waitFor(180, TimeUnit.SECONDS) || install.exitValue() != 0) {
            throw new IllegalStateException("npm could not install; see " + log);
        }
    }
}
