package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.AccessRule;
import clda.web.rasa.ModelDoor;
import clda.web.rasa.WebhooksDoor;
import clda.web.rest.Api;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each operation, message and page has a rule that says who gets what; one without breaks the build here. */
class AccessRulesTest {

    private static TreeSet<String> operations(Application application) {
        String base =
                application.getClass().getAnnotation(ApplicationPath.class).value();
        TreeSet<String> operations = new TreeSet<>();
        for (Class<?> resource : application.getClasses()) {
            for (Method method : resource.getMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        String path = Stream.of(resource.getAnnotation(Path.class), method.getAnnotation(Path.class))
                                .filter(each -> each != null && !each.value().equals("/"))
                                .map(each -> "/" + each.value().replaceAll("^/|/$", ""))
                                .collect(Collectors.joining());
                        operations.add(verb.value() + " " + (base + path).replaceAll("\\{[^}]*}", "{}"));
                    }
                }
            }
        }
        return operations;
    }

    private static TreeSet<String> rules(String... kinds) {
        List<String> wanted = List.of(kinds);
        return AccessRule.all().stream()
                .filter(rule -> wanted.contains(rule.method()))
                .map(AccessRule::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyOperationHasARule() {
        TreeSet<String> operations = new TreeSet<>();
        Stream.of(new Api(), new ModelDoor(), new WebhooksDoor()).forEach(door -> operations.addAll(operations(door)));

        assertThat(rules("GET", "POST", "PUT", "PATCH", "DELETE")).containsExactlyElementsOf(operations);
    }

    @Test
    void everyMessageThatAClientMaySendHasARule() throws IOException {
        String asyncApi = Files.readString(java.nio.file.Path.of("docs/asyncapi.yaml"));
        String speak = asyncApi.substring(asyncApi.indexOf("  speak:"), asyncApi.indexOf("components:"));
        TreeSet<String> messages = speak.lines()
                .filter(line -> line.contains("/messages/"))
                .map(line ->
                        line.replaceAll(".*/messages/|'.*", "").toUpperCase(Locale.ROOT) + " /ws/v1/conversations/{}")
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rules("SAY", "CANCEL", "DECIDE", "PING")).containsExactlyElementsOf(messages);
    }

    @Test
    void everyPageHasARule() throws IOException {
        try (Stream<java.nio.file.Path> pages = Files.list(java.nio.file.Path.of("src/main/webapp"))) {
            assertThat(rules("PAGE"))
                    .containsExactlyElementsOf(
                            pages.map(page -> page.getFileName().toString())
                                    .filter(name -> name.endsWith(".xhtml"))
                                    .map(name -> "PAGE /" + name)
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
