package clda.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The chart of this repository, and what Helm's own library makes of it. */
final class HelmChart {

    static final Path FOLDER = Path.of("server-config/helm/clda");
    static final String RELEASE = "talk";
    static final String KUBERNETES = "1.34.0";

    private static final Map<HelmValues, List<HelmDocument>> MADE = new ConcurrentHashMap<>();

    private HelmChart() {}

    /** What the chart makes of the values, which is made once. */
    static List<HelmDocument> documents(HelmValues values) {
        return MADE.computeIfAbsent(values, first -> HelmDocument.all(rendered(first)));
    }

    /**
     * The text that Helm renders.
     *
     * @throws IllegalStateException with what Helm says about wrong values
     */
    static String rendered(HelmValues values) {
        return rendered(values, KUBERNETES);
    }

    static String rendered(HelmValues values, String kubernetes) {
        return rendered(FOLDER, values, kubernetes);
    }

    /** What the chart makes of the values once it belongs to another version of the server; it is copied into a folder. */
    static String renderedForVersion(String version, HelmValues values, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(FOLDER.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path description = folder.resolve("Chart.yaml");
        Files.writeString(
                description,
                Files.readString(description).replaceAll("(?m)^(version|appVersion): .*$", "$1: \"" + version + "\""));
        return rendered(folder, values, KUBERNETES);
    }

    private static String rendered(Path chart, HelmValues values, String kubernetes) {
        List<Path> files = files(values);
        try {
            TemplateCommand command = new Helm(chart)
                    .template()
                    .withName(RELEASE)
                    .withNamespace("agents")
                    .withKubeVersion(kubernetes);
            files.forEach(command::withValuesFile);
            return command.call();
        } finally {
            files.forEach(HelmChart::delete);
        }
    }

    /** Files with the values, from the first, which counts least, to the last. */
    static List<Path> files(HelmValues values) {
        List<Path> files = new ArrayList<>();
        try {
            for (String text : values.texts()) {
                Path file = Files.createTempFile("values", ".yaml");
                files.add(file);
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
