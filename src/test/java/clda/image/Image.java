package clda.image;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image in a tar as {@code docker save} writes it, read as a container runtime reads it. */
final class Image {

    private final Path tar;
    private final JsonNode manifest;
    private final JsonNode config;

    private Image(Path tar) throws IOException, InterruptedException {
        this.tar = tar.toAbsolutePath();
        this.manifest = Json.MAPPER.readTree(read("manifest.json")).get(0);
        this.config = Json.MAPPER.readTree(read(manifest.path("Config").asText()));
    }

    static Image of(Path tar) throws IOException, InterruptedException {
        return new Image(tar);
    }

    private String read(String entry) throws IOException, InterruptedException {
        return Command.output("tar", "-xOf", tar.toString(), entry);
    }

    Path tar() {
        return tar;
    }

    List<String> layers() {
        return texts(manifest.path("Layers"));
    }

    /** What a container runs: the entry point and its arguments. */
    List<String> command() {
        List<String> command = texts(config.at("/config/Entrypoint"));
        command.addAll(texts(config.at("/config/Cmd")));
        return command;
    }

    List<String> entrypoint() {
        return texts(config.at("/config/Entrypoint"));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        texts(config.at("/config/Env")).forEach(line -> {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return environment;
    }

    String user() {
        return config.at("/config/User").asText();
    }

    String workingDirectory() {
        return config.at("/config/WorkingDir").asText();
    }

    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        config.at("/config/Labels")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** Unpacks the layers one above the other, with their owners, modes and deletions. */
    void unpack(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        for (String layer : layers()) {
            Command.output(
                    "bash",
                    "-c",
                    "set -o pipefail; tar -xOf \"$0\" \"$1\" | tar -xz -p --warning=no-unknown-keyword --same-owner --keep-directory-symlink -C \"$2\"",
                    tar.toString(),
                    layer,
                    root.toString());
            delete(root);
        }
    }

    /** A layer deletes a file of the layers below by one beside it whose name begins with {@code .wh.} */
    private static void delete(Path root) throws IOException, InterruptedException {
        String marks = Command.output("find", root.toString(), "-xdev", "-name", ".wh.*");
        for (String mark : marks.lines().toList()) {
            Path deleted = Path.of(mark);
            Command.output(
                    "rm",
                    "-rf",
                    deleted.resolveSibling(deleted.getFileName().toString().substring(".wh.".length()))
                            .toString(),
                    mark);
        }
    }

    /** The compressed size of each layer in bytes. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        try {
            Command.output("tar", "-tvf", tar.toString()).lines().forEach(line -> {
                String[] fields = line.split(" +");
                sizes.put(fields[5], Long.parseLong(fields[2]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sizes;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
