package clda.image;

import clda.campaign.Campaigns;
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
 * Starts images as containers, without an engine: whether each answers, and how it ends, how soon it is ready, and what an AOT cache
 * that was made on the volume changes.
 */
public final class ImageCampaign {

    private static final String QUESTION = "where is order A-1001?";
    private static final String ANSWER = "shipped";
    private static final int USER = 10001;
    private static final int TERMINATED = 143;
    private static final List<String> HEALTH = List.of("/usr/bin/java", "@/clda/health");
    private static final String CACHE = "/data/clda.aot";
    private static final String RECORDED = "/data/clda.aotconf";

    private final int starts;
    private final Path work;
    private final StringBuilder report = new StringBuilder();

    /** What one start has cost. */
    private record Start(Duration ready, Duration processor, long kilobytes) {}

    private ImageCampaign(int starts) throws IOException {
        this.starts = starts;
        this.work = Files.createDirectories(Path.of("target/image-campaign")).toAbsolutePath();
    }

    /** @param values the images, with commas between; how often each is started; where the report goes */
    public static void main(String[] values) throws Exception {
        String hindrance = Container.hindrance();
        if (!hindrance.isEmpty()) {
            System.out.println("No image was started: " + hindrance);
            return;
        }
        ImageCampaign campaign = new ImageCampaign(Integer.parseInt(values[1]));
        campaign.line("# Images, " + LocalDate.now());
        campaign.line("Java " + Runtime.version()
                + " runs the campaign; 2 processors, which other programs used at the same time, so "
                + "that processor time says more than time. Command: `" + Campaigns.command() + "`.");
        for (String tar : values[0].split(",")) {
            campaign.tries(Image.of(Path.of(tar)));
        }
        Files.writeString(Path.of(values[2]), campaign.report);
        System.out.println(campaign.report);
    }

    private void line(String text) {
        report.append(text).append("\n\n");
        System.out.println(text);
    }

    private void tries(Image image) throws IOException, InterruptedException {
        String name = image.tar().getFileName().toString();
        Path root = work.resolve(name + ".root");
        Command.output("rm", "-rf", root.toString());
        image.unpack(root);
        line("## " + image.labels().get("org.opencontainers.image.title"));
        line("`" + name + "`: " + Files.size(image.tar()) / 1_000_000 + " MB in "
                + image.layers().size() + " layers, "
                + Command.output("du", "-sm", root.toString()).split("\\s")[0] + " MB unpacked; base "
                + image.labels().get("org.opencontainers.image.base.name") + ". Entry point `"
                + String.join(" ", image.command()) + "`, user " + image.user() + ".");
        layers(image);
        List<Start> plain = new ArrayList<>();
        List<Start> cached = new ArrayList<>();
        Path volume = volume(name);
        train(image, root, volume);
        for (int round = 0; round < starts; round++) {
            plain.add(start(image, root, volume(name + ".plain"), ""));
            cached.add(start(image, root, emptied(volume), " -XX:AOTCache=" + CACHE));
        }
        table(plain, cached, Files.size(volume.resolve("clda.aot")));
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

    private void train(Image image, Path root, Path volume) throws IOException, InterruptedException {
        start(image, root, volume, " -XX:AOTMode=record -XX:AOTConfiguration=" + RECORDED);
        try (Container container = Container.start(
                image,
                root,
                volume,
                Map.of(
                        "JDK_JAVA_OPTIONS",
                        "-XX:AOTMode=create -XX:AOTConfiguration=" + RECORDED + " -XX:AOTCache=" + CACHE
                                + " -XX:-AOTClassLinking"),
                image.command(),
                work.resolve("create.log"))) {
            require(container.awaitEnd() == 0, "the cache was made");
        }
    }

    private Start start(Image image, Path root, Path volume, String further) throws IOException, InterruptedException {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", image.environment().get("JAVA_TOOL_OPTIONS") + further);
        if (further.contains("AOTMode")) {
            environment = Map.of("JDK_JAVA_OPTIONS", further.strip());
        }
        try (Container container =
                Container.start(image, root, volume, environment, image.command(), work.resolve("start.log"))) {
            Duration ready = container.ready(HEALTH);
            Start start = new Start(ready, container.processorTime(), container.residentKilobytes());
            require(container.status("NSpid").endsWith(" 1"), "Java is the first process");
            require(container.status("Uid").startsWith(USER + " "), "it runs as the user of the image");
            require(container.status("CapEff").matches("0+"), "it has no capability");
            String reply = Command.output(container.reaching(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    OneTurn.class.getName(),
                    "http://127.0.0.1:8080",
                    QUESTION)));
            require(reply.contains(ANSWER), "it answers: " + reply);
            require(container.stop() == TERMINATED, "it ends with " + TERMINATED + " at SIGTERM");
            return start;
        }
    }

    private void table(List<Start> plain, List<Start> cached, long cache) {
        report.append("| start | ready after, s | processor time, s | memory (RSS), MB |\n|---|---:|---:|---:|\n");
        row("without AOT cache", plain);
        row("with AOT cache", cached);
        report.append('\n');
        line("Each of the " + (plain.size() + cached.size() + 1)
                + " starts was process 1 without a capability, answered \"" + QUESTION
                + "\" over HTTP, and ended with status " + TERMINATED
                + " at SIGTERM. The cache, made on the volume with "
                + "`-XX:-AOTClassLinking`, has " + cache / 1_000_000 + " MB.");
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
