package clda.image;

import clda.campaign.Campaigns;
import clda.image.Container.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks into images, and starts them as containers, without an engine: whether each answers, and how it ends, how soon it is ready,
 * and what an AOT cache that was made on the volume changes.
 */
public final class ImageCampaign {

    private static final String QUESTION = "where is order A-1001?";
    private static final String ANSWER = "shipped";
    private static final int USER = 10001;
    private static final int TERMINATED = 143;
    private static final int WRONG_CONFIGURATION = 78;
    private static final List<String> HEALTH = List.of("/usr/bin/java", "@/clda/health");
    private static final String START = "@/clda/embedded";

    private final int starts;
    private final Path work;
    private final StringBuilder report = new StringBuilder();

    /** What one start has cost. */
    private record Start(Duration ready, Duration processor, long kilobytes) {}

    private ImageCampaign(int starts) throws IOException {
        this.starts = starts;
        this.work = Files.createDirectories(Path.of("target/image-campaign")).toAbsolutePath();
    }

    /**
     * @param values the images, with commas between; a folder with the same of another build, or {@code none}; how often each is
     *     started; where the report goes
     */
    public static void main(String[] values) throws Exception {
        String hindrance = Container.hindrance();
        ImageCampaign campaign = new ImageCampaign(hindrance.isEmpty() ? Integer.parseInt(values[2]) : 0);
        campaign.line("# Images, " + LocalDate.now());
        campaign.line("Java " + Runtime.version()
                + " runs the campaign; 2 processors, which other programs used at the same time, so "
                + "that processor time says more than time. Command: `" + Campaigns.command() + "`.");
        if (!hindrance.isEmpty()) {
            campaign.line("No image was started: " + hindrance + ".");
        }
        for (String tar : values[0].split(",")) {
            campaign.tries(Image.of(Path.of(tar)), values[1]);
        }
        Files.writeString(Path.of(values[3]), campaign.report);
    }

    private void line(String text) {
        report.append(text).append("\n\n");
        System.out.println(text);
    }

    private void tries(Image image, String otherBuild) throws IOException, InterruptedException {
        String name = image.tar().getFileName().toString();
        Path root = work.resolve(name + ".root");
        Command.output("rm", "-rf", root.toString());
        image.unpack(root);
        line("## " + image.labels().get("org.opencontainers.image.title"));
        line("`" + name + "`: " + Files.size(image.tar()) / 1_000_000 + " MB in "
                + image.layers().size() + " layers, "
                + Command.output("du", "-sm", root.toString()).split("\\s")[0] + " MB unpacked. Entry point `"
                + String.join(" ", image.command()) + "`, user " + image.user() + ".");
        List<String> faults = ImageContents.faults(image, root);
        require(faults.isEmpty(), "its contents are as they must be: " + faults);
        line(
                "Nothing in it runs with the rights of its owner, belongs to anybody but root, or can be written by others but `/data` "
                        + "and `/tmp`. No shell, no secret. The SBOM lists every library, the server, the Java runtime and Debian's packages.");
        if (!otherBuild.equals("none")) {
            Path other = Path.of(otherBuild, name);
            require(Files.mismatch(image.tar(), other) < 0, other + " is the same, byte by byte");
            line("Another build, in another folder, made the same bytes: "
                    + Command.output("sha256sum", other.toString()).split(" ")[0] + ".");
        }
        layers(image);
        if (starts > 0) {
            starts(image, name, root);
        }
    }

    private void starts(Image image, String name, Path root) throws IOException, InterruptedException {
        List<Start> plain = new ArrayList<>();
        List<Start> cached = new ArrayList<>();
        Path volume = volume(name);
        refused(image, root);
        long sinceTraining = System.nanoTime();
        train(image, root, volume);
        long training = Duration.ofNanos(System.nanoTime() - sinceTraining).toSeconds();
        for (int round = 0; round < starts; round++) {
            plain.add(start(image, root, volume(name + ".plain"), List.of("java", START)));
            cached.add(start(image, root, emptied(volume), List.of("java", "@/clda/aot", START)));
        }
        table(plain, cached, Files.size(volume.resolve("clda.aot")), training);
    }

    private void layers(Image image) throws IOException, InterruptedException {
        report.append("| layer | MB compressed |\n|---|---:|\n");
        Map<String, Long> sizes = image.sizes();
        List<String> layers = image.layers();
        for (int i = 0; i < layers.size(); i++) {
            report.append("| %d | %.1f |%n".formatted(i + 1, sizes.get(layers.get(i)) / 1e6));
        }
        report.append('\n');
    }

    /** A volume as an engine makes it. */
    private Path volume(String name) throws IOException, InterruptedException {
        Path volume = work.resolve(name + ".data");
        Command.output("rm", "-rf", volume.toString());
        Files.createDirectory(volume);
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        return volume;
    }

    /** Without what a server has left there. */
    private static Path emptied(Path volume) throws IOException, InterruptedException {
        Command.output("find", volume.toString(), "-mindepth", "1", "-not", "-name", "clda.aot", "-delete");
        return volume;
    }

    /** Whoever names a database and starts with the embedded store is told so. */
    private void refused(Image image, Path root) throws IOException, InterruptedException {
        Path log = work.resolve("refused.log");
        Surroundings forgotten = new Surroundings(
                volume("refused"), Map.of("CLDA_DB_URL", "jdbc:postgresql://nowhere/clda"), Map.of(), "");
        try (Container container = Container.start(image, root, forgotten, image.command(), log)) {
            require(container.awaitEnd() == WRONG_CONFIGURATION, "a wrong configuration ends it");
            String said = Files.readString(log).strip();
            line("Started with `CLDA_DB_URL` and the embedded store it ends with status " + WRONG_CONFIGURATION + ": \""
                    + said.substring(said.lastIndexOf('\n') + 1) + "\".");
        }
    }

    private void train(Image image, Path root, Path volume) throws IOException, InterruptedException {
        start(image, root, volume, List.of("java", "@/clda/aot-record", START));
        try (Container container = Container.start(
                image,
                root,
                Surroundings.alone(volume),
                List.of("java", "@/clda/aot-create", START),
                work.resolve("create.log"))) {
            require(container.awaitEnd() == 0, "the cache was made");
        }
    }

    private Start start(Image image, Path root, Path volume, List<String> command)
            throws IOException, InterruptedException {
        try (Container container =
                Container.start(image, root, Surroundings.alone(volume), command, work.resolve("start.log"))) {
            Duration ready = container.ready(HEALTH);
            Start start = new Start(ready, container.processorTime(), container.residentKilobytes());
            require(container.status("NSpid").endsWith(" 1"), "Java is the first process");
            require(container.status("Uid").startsWith(USER + " "), "it runs as the user of the image");
            require(container.status("CapEff").matches("0+"), "it has no capability");
            require(container.writable().equals(List.of("/data", "/tmp")), "it can write to /data and /tmp alone");
            String reply = Command.output(container.reaching(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    OneTurn.class.getName(),
                    "http://127.0.0.1:8080",
                    QUESTION)));
            require(reply.contains(ANSWER), "it answers: " + reply);
            require(
                    Command.output(container.inside(List.of("/usr/bin/jcmd", "1", "Thread.print")))
                            .contains("Full thread dump"),
                    "jcmd reaches it");
            require(container.stop() == TERMINATED, "it ends with " + TERMINATED + " at SIGTERM");
            return start;
        }
    }

    private void table(List<Start> plain, List<Start> cached, long cache, long training) {
        report.append("| start | ready after, s | processor time, s | memory (RSS), MB |\n|---|---:|---:|---:|\n");
        row("without AOT cache", plain);
        row("with AOT cache", cached);
        report.append('\n');
        line("Each of the " + (plain.size() + cached.size() + 1)
                + " starts was process 1, user " + USER
                + ", without a capability, on a root file system that cannot be written; it "
                + "answered \"" + QUESTION + "\" over HTTP, and ended with status " + TERMINATED
                + " at SIGTERM. The cache was made on the volume in " + training + " s and has " + cache / 1_000_000
                + " MB.");
    }

    private void row(String name, List<Start> all) {
        for (Start start : all) {
            report.append("| %s | %.1f | %.1f | %d |%n"
                    .formatted(
                            name,
                            start.ready.toMillis() / 1e3,
                            start.processor.toMillis() / 1e3,
                            start.kilobytes / 1_000));
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
