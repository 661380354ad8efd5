package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import clda.tools.bean.AgentTool;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.ApplicationPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Article 50 of Regulation (EU) 2024/1689: each way in or out is listed with the test that shows that it tells of an AI, or with
 * the reason why it need not. A new one fails here until somebody has thought of it.
 */
class AiDoorsTest {

    private static final Path LIST = Path.of("src/test/resources/ai/doors.txt");
    private static final Path PAGES = Path.of("src/main/webapp");
    private static final String SILENT = "silent:";

    /** What the code has, by what makes it a door. */
    private static TreeSet<String> doors() throws IOException {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(Identification.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
        TreeSet<String> doors = new TreeSet<>();
        for (JavaClass each : classes) {
            if (each.isAnnotatedWith(ApplicationPath.class)) {
                doors.add("rest "
                        + each.getAnnotationOfType(ApplicationPath.class).value());
            }
            if (each.isAnnotatedWith(ServerEndpoint.class)) {
                doors.add("socket "
                        + each.getAnnotationOfType(ServerEndpoint.class).value());
            }
            if (each.isAnnotatedWith(WebServlet.class)) {
                doors.add("servlet "
                        + String.join(
                                " ", each.getAnnotationOfType(WebServlet.class).value()));
            }
            if (each.getAllRawInterfaces().stream()
                    .anyMatch(type -> type.getName().equals("clda.events.EventSink"))) {
                doors.add("events " + each.getSimpleName());
            }
            each.getMethods().stream()
                    .filter(method -> method.isAnnotatedWith(AgentTool.class))
                    .forEach(method -> doors.add("tool " + method.getName()));
        }
        try (Stream<Path> pages = Files.list(PAGES)) {
            pages.map(page -> page.getFileName().toString())
                    .filter(name -> name.endsWith(".xhtml"))
                    .forEach(name -> doors.add("page " + name));
        }
        return doors;
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\|");
                listed.put(parts[0].strip(), parts[1].strip());
            }
        }
        return listed;
    }

    @Test
    void everyDoorIsListed() throws IOException {
        assertThat(listed().keySet()).containsExactlyElementsOf(doors());
    }

    @Test
    void whatShowsItIsATestThatThereIs() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> door : listed().entrySet()) {
            if (door.getValue().startsWith(SILENT)) {
                assertThat(door.getValue().length()).as(door.getKey()).isGreaterThan(SILENT.length() + 10);
                continue;
            }
            String[] test = door.getValue().split("#");
            try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
                Path file = files.filter(path -> path.endsWith(test[0] + ".java"))
                        .findFirst()
                        .orElse(null);
                if (file == null || !Files.readString(file).contains("void " + test[1] + "(")) {
                    missing.add(door.toString());
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
