package clda.image;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an image must and must not contain, whether or not this machine can start it. */
final class ImageContents {

    private static final Pattern SECRET_VARIABLE = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY).*");
    /** Keys, databases and files of secrets, by the names that this project gives them. */
    private static final Pattern SECRET_FILE =
            Pattern.compile("master-key.*|token-key.*|.*\\.key|\\.env|accounts|clda\\.db.*|id_[a-z0-9]+|.*\\.pem");

    private final Image image;
    private final Path root;
    private final List<String> faults = new ArrayList<>();

    private ImageContents(Image image, Path root) {
        this.image = image;
        this.root = root;
    }

    /**
     * What is wrong; empty if nothing is.
     *
     * @param root where the image was unpacked
     */
    static List<String> faults(Image image, Path root) throws IOException, InterruptedException {
        ImageContents contents = new ImageContents(image, root);
        contents.start();
        contents.rights();
        contents.secrets();
        contents.components();
        return contents.faults;
    }

    private void must(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }

    private void start() {
        must(image.user().matches("[1-9]\\d*:[1-9]\\d*"), "the user is root or has no number: " + image.user());
        must(image.command().equals(List.of("java", "@/clda/embedded")), "it runs " + image.command());
        must(image.workingDirectory().equals("/data"), "it begins in " + image.workingDirectory());
        for (String file : List.of("embedded", "postgresql", "health", "sbom.json", "LICENSE", "NOTICE")) {
            must(Files.isRegularFile(root.resolve("clda").resolve(file)), "/clda/" + file + " is missing");
        }
        for (String program : List.of("sh", "bash", "dash", "perl", "apt", "dpkg")) {
            must(!Files.exists(root.resolve("usr/bin").resolve(program)), "/usr/bin/" + program + " is there");
        }
    }

    private void rights() throws IOException, InterruptedException {
        nothing("runs with the rights of its owner", "(", "-perm", "-4000", "-o", "-perm", "-2000", ")");
        nothing("does not belong to root", "(", "-not", "-uid", "0", "-o", "-not", "-gid", "0", ")");
        List<String> open = found("-perm", "-o+w", "-not", "-type", "l");
        must(Set.copyOf(open).equals(Set.of("/data", "/tmp")), "anybody may write to " + open);
    }

    private void secrets() throws IOException, InterruptedException {
        image.environment()
                .keySet()
                .forEach(name -> must(!SECRET_VARIABLE.matcher(name).matches(), name + " is in the environment"));
        for (String file : found("-type", "f")) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            must(!SECRET_FILE.matcher(name).matches(), file + " is called like a secret");
        }
        nothing("is in a directory in which nothing should be", "-path", root.resolve("data") + "/*");
        must(
                !Command.succeeds("grep", "-rqIE", "^-----BEGIN [A-Z ]*PRIVATE KEY-----", root.toString()),
                "a private key is in it");
    }

    private void components() throws IOException {
        JsonNode bom = Json.MAPPER.readTree(Files.readString(root.resolve("clda/sbom.json")));
        must(bom.path("bomFormat").asText().equals("CycloneDX"), "/clda/sbom.json is not CycloneDX");
        Set<String> listed = new HashSet<>();
        bom.path("components").forEach(component -> {
            String name = component.path("name").asText();
            listed.add(name);
            listed.add(name + "-" + component.path("version").asText() + ".jar");
        });
        try (Stream<Path> jars = Files.list(root.resolve("clda/app/WEB-INF/lib"))) {
            jars.map(jar -> jar.getFileName().toString())
                    .map(ImageContents::whole)
                    .filter(jar ->
                            !listed.contains(jar) && !listed.contains(jar.replaceFirst("-[a-z]+\\.jar$", ".jar")))
                    .forEach(jar -> faults.add(jar + " is not in the SBOM"));
        }
        try (Stream<Path> packages = Files.list(root.resolve("var/lib/dpkg/status.d"))) {
            packages.map(status -> status.getFileName().toString())
                    .forEach(name -> must(listed.contains(name), "Debian's " + name + " is not in the SBOM"));
        }
        must(listed.contains("Java runtime"), "the Java runtime is not in the SBOM");
        must(
                listed.contains("payara-micro") != listed.contains("wildfly-dist"),
                "the SBOM does not say which server it is");
        must(listed.contains("sqlite-jdbc") && listed.contains("postgresql"), "a driver is not in the SBOM");
    }

    /** What a library was cut out of by the build; otherwise the library, whose classifier may stand before the ending. */
    private static String whole(String jar) {
        return jar.replaceFirst("^openai-java-chat-(.*)-cut\\.jar$", "openai-java-core-$1.jar");
    }

    private void nothing(String what, String... conditions) throws IOException, InterruptedException {
        found(conditions).forEach(file -> faults.add(file + " " + what));
    }

    /** Paths in the image. */
    private List<String> found(String... conditions) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("find", root.toString(), "-xdev"));
        line.addAll(List.of(conditions));
        return Command.output(line.toArray(String[]::new))
                .lines()
                .map(path -> path.substring(root.toString().length()))
                .filter(path -> !path.isEmpty())
                .toList();
    }
}
