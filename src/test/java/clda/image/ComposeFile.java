package clda.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code compose.yaml}, with what its services share filled in. */
final class ComposeFile {

    static final Path FOLDER = Path.of("server-config/compose");

    /** What {@code secrets.sh} makes. */
    static final Path SECRETS = FOLDER.resolve("secrets");

    private final Map<?, ?> all;

    private ComposeFile(Map<?, ?> all) {
        this.all = all;
    }

    static ComposeFile read() {
        return of(text("compose.yaml"));
    }

    static ComposeFile of(String text) {
        return new ComposeFile((Map<?, ?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    /** A file beside it. */
    static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Map<?, ?>> services() {
        return part("services");
    }

    Map<String, Map<?, ?>> secrets() {
        return part("secrets");
    }

    List<String> names(String part) {
        return ((Map<?, ?>) all.get(part))
                .keySet().stream().map(String::valueOf).toList();
    }

    private Map<String, Map<?, ?>> part(String name) {
        Map<String, Map<?, ?>> part = new TreeMap<>();
        ((Map<?, ?>) all.get(name)).forEach((key, value) -> part.put(String.valueOf(key), (Map<?, ?>) value));
        return part;
    }

    static Map<String, String> environment(Map<?, ?> service) {
        Map<String, String> environment = new TreeMap<>();
        if (service.get("environment") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        }
        return environment;
    }

    static List<String> texts(Map<?, ?> service, String key) {
        return service.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The secrets of a service: what each is called among all of them, and the file in {@code /run/secrets}. */
    static Map<String, String> mountedSecrets(Map<?, ?> service) {
        Map<String, String> mounted = new TreeMap<>();
        if (service.get("secrets") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    mounted.put(String.valueOf(map.get("source")), String.valueOf(map.get("target")));
                } else {
                    mounted.put(String.valueOf(each), String.valueOf(each));
                }
            }
        }
        return mounted;
    }

    /** Files and folders of this machine that a service sees, by where it sees them. */
    static Map<String, Path> files(Map<?, ?> service) {
        Map<String, Path> files = new TreeMap<>();
        for (String volume : texts(service, "volumes")) {
            String[] parts = volume.split(":");
            if (parts[0].startsWith(".")) {
                files.put(parts[1], FOLDER.resolve(parts[0]).normalize());
            }
        }
        return files;
    }

    /** Named volumes, by where a service sees them. */
    static Map<String, String> volumes(Map<?, ?> service) {
        Map<String, String> volumes = new TreeMap<>();
        for (String volume : texts(service, "volumes")) {
            String[] parts = volume.split(":");
            if (!parts[0].startsWith(".")) {
                volumes.put(parts[1], parts[0]);
            }
        }
        return volumes;
    }

    /** The lines {@code NAME=value} of a file of the environment. */
    static Map<String, String> exampleEnvironment() {
        Map<String, String> environment = new TreeMap<>();
        Stream.of(text("example.env").split("\n"))
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .forEach(line ->
                        environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return environment;
    }
}
