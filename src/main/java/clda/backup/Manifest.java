package clda.backup;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What a backup consists of. It is written last and in one step, so that a directory without one is not a whole backup.
 *
 * @param store the kind of the store
 * @param at what the store held at this time is in the backup
 * @param schema the number of the last migration
 * @param keyCheck a text that only the master key of the store opens
 * @param files everything else in the directory
 */
record Manifest(String store, Instant at, int schema, byte[] keyCheck, List<Entry> files) {

    static final String NAME = "manifest.json";

    private static final int FORMAT = 1;
    private static final int CHUNK = 1 << 16;

    /**
     * A file of the backup.
     *
     * @param name its path below the directory, with slashes
     * @param sha256 of its content, in hexadecimal
     */
    record Entry(String name, long size, String sha256) {

        static Entry of(Path directory, Path file) throws IOException {
            return new Entry(directory.relativize(file).toString().replace('\\', '/'), Files.size(file), digest(file));
        }
    }

    /** The total size of the files, in bytes. */
    long size() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            while (in.read(chunk) >= 0) {
                // The stream counts what passes.
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Writes it into the directory, whose files have been synced. */
    void write(Path directory) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("format", FORMAT)
                .put("store", store)
                .put("at", at.toString())
                .put("schema", schema)
                .put("keyCheck", Base64.getEncoder().encodeToString(keyCheck));
        ObjectNode all = json.putObject("files");
        files.forEach(
                file -> all.putObject(file.name()).put("size", file.size()).put("sha256", file.sha256()));
        Path draft = directory.resolve(NAME + ".new");
        Files.writeString(draft, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        Synced.file(draft);
        Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        Synced.directory(directory);
    }

    /**
     * Reads the manifest and compares every file with it.
     *
     * @throws Refusal if the directory is not a whole backup
     */
    static Manifest verified(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new Refusal(directory.toAbsolutePath() + " is not a whole backup: it has no " + NAME
                    + ", which is written last; the backup was cut off, or this is another directory");
        }
        Manifest manifest = read(file);
        for (Entry entry : manifest.files()) {
            Path there = directory.resolve(entry.name()).normalize();
            if (!there.startsWith(directory.normalize())
                    || !Files.isRegularFile(there)
                    || !Entry.of(directory, there).equals(entry)) {
                throw new Refusal(directory.toAbsolutePath() + " is not a whole backup: " + entry.name()
                        + " is missing or is not as it was written");
            }
        }
        return manifest;
    }

    private static Manifest read(Path file) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readString(file));
            if (json.path("format").asInt() != FORMAT) {
                throw new Refusal(file.toAbsolutePath() + " is of another version of clda-backup");
            }
            List<Entry> files = new ArrayList<>();
            for (Iterator<Map.Entry<String, JsonNode>> all = json.path("files").fields(); all.hasNext(); ) {
                Map.Entry<String, JsonNode> each = all.next();
                files.add(new Entry(
                        each.getKey(),
                        each.getValue().path("size").asLong(),
                        each.getValue().path("sha256").asText()));
            }
            return new Manifest(
                    json.path("store").asText(),
                    Instant.parse(json.path("at").asText()),
                    json.path("schema").asInt(),
                    Base64.getDecoder().decode(json.path("keyCheck").asText()),
                    files);
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new Refusal(file.toAbsolutePath() + " cannot be read: it is damaged", e);
        }
    }

    @Override
    public String toString() {
        return "Manifest[" + store + ", " + at + ", " + files + "]";
    }
}
