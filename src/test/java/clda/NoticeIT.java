package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Who built CLDA owes its parts to others, and says whose they are. */
class NoticeIT {

    private static final Pattern LIBRARY = Pattern.compile("WEB-INF/lib/(.+?)-\\d.*\\.jar");
    /** A name, then at least two spaces and a licence. */
    private static final Pattern NAMED = Pattern.compile("([a-z0-9_.-]+) {2,}\\S.*");

    private static final Set<String> BESIDE_THE_ARCHIVE = Set.of("sqlite-jdbc", "postgresql");

    @Test
    void whatIsBundledIsNamedAndNothingElse() throws IOException {
        Set<String> bundled = new TreeSet<>(BESIDE_THE_ARCHIVE);
        try (ZipFile archive = new ZipFile(System.getProperty("clda.war", "target/clda.war"))) {
            archive.stream()
                    .map(ZipEntry::getName)
                    .map(LIBRARY::matcher)
                    .filter(Matcher::matches)
                    .forEach(library -> bundled.add(library.group(1)));
            assertThat(archive.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(archive.getEntry("META-INF/NOTICE")).isNotNull();
        }
        try (Stream<String> lines = Files.lines(Path.of("NOTICE"))) {
            Set<String> named = lines.map(NAMED::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(named).isEqualTo(bundled);
        }
    }
}
