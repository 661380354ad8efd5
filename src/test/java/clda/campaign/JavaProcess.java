package clda.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Starts Java processes with the class path of this one, fast: from an ahead-of-time cache where this Java can make one. */
final class JavaProcess {

    private static final int FIRST_WITH_CACHE_IN_ONE_STEP = 25;

    private final Path cache;
    private final String classPath;

    /** @param dir for copies of the class path and the cache */
    JavaProcess(Path dir) throws IOException {
        this.cache = dir.resolve("classes.aot");
        this.classPath = inJars(dir);
    }

    /** The cache takes classes from jars only. */
    private static String inJars(Path dir) throws IOException {
        Files.createDirectories(dir);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = dir.resolve("classes-" + entries.size() + ".jar");
                pack(path, jar);
                entries.add(jar.toString());
            } else if (Files.exists(path) && entry.endsWith(".jar")) {
                entries.add(entry);
            }
        }
        return String.join(java.io.File.pathSeparator, entries);
    }

    private static void pack(Path dir, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(file -> !file.equals(dir)).sorted().toList()) {
                boolean folder = Files.isDirectory(file);
                out.putNextEntry(new JarEntry(dir.relativize(file) + (folder ? "/" : "")));
                if (!folder) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
    }

    /** Makes the cache by a run that ends by itself. */
    void train(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        if (Runtime.version().feature() < FIRST_WITH_CACHE_IN_ONE_STEP) {
            return;
        }
        Path making = cache.resolveSibling("making.aot");
        Process training = builder(main, arguments, "-XX:AOTCacheOutput=" + making)
                .redirectErrorStream(true)
                .redirectOutput(cache.resolveSibling("training.log").toFile())
                .start();
        if (!training.waitFor(120, TimeUnit.SECONDS)) {
            training.destroyForcibly();
        } else if (training.exitValue() != 0) {
            throw new IllegalStateException("the training run failed; see " + cache.resolveSibling("training.log"));
        }
        if (Files.exists(making)) {
            Files.move(making, cache, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Process start(Class<?> main, List<String> arguments, Path log) {
        try {
            return (Files.exists(cache) ? builder(main, arguments, "-XX:AOTCache=" + cache) : builder(main, arguments))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(Class<?> main, List<String> arguments, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
