package clda;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Stock;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map of the modules: what each says that it uses is what it uses, and the page that shows it shows just that. */
class ModulesTest {

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final String BEGIN = "<!-- modules: written by ModulesTest -->\n";
    private static final String END = "<!-- end of modules -->\n";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(AppModule.class.getProtectionDomain().getCodeSource().getLocation());

    /** The module that a class belongs to; empty for what is in none of ours. */
    private static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 1 && parts[0].equals("clda") ? parts[1] : "";
    }

    private static SortedMap<String, Set<String>> used() {
        return used(CLASSES);
    }

    private static SortedMap<String, Set<String>> used(JavaClasses classes) {
        SortedMap<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = module(type);
            if (from.isEmpty()) {
                continue;
            }
            Set<String> uses = used.computeIfAbsent(from, any -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = module(target);
                if (!to.isEmpty() && !to.equals(from)) {
                    uses.add(to);
                }
            }
        }
        return used;
    }

    private static SortedMap<String, Set<String>> said() {
        return said(AppModule::uses);
    }

    private static SortedMap<String, Set<String>> said(Function<AppModule, String[]> what) {
        SortedMap<String, Set<String>> said = new TreeMap<>();
        for (String module : used().keySet()) {
            CLASSES.getPackage("clda." + module)
                    .tryGetAnnotationOfType(AppModule.class)
                    .ifPresent(annotation -> said.put(module, new TreeSet<>(List.of(what.apply(annotation)))));
        }
        return said;
    }

    /** The sub-packages of each module that classes of others use, those of {@code boot} left out. */
    private static SortedMap<String, Set<String>> entered(JavaClasses classes) {
        SortedMap<String, Set<String>> entered = new TreeMap<>();
        used().keySet().forEach(module -> entered.put(module, new TreeSet<>()));
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = module(target);
                String inside = "clda." + to + ".";
                if (target.getPackageName().startsWith(inside)
                        && !Set.of("", to, "boot").contains(module(type))) {
                    entered.get(to).add(target.getPackageName().substring(inside.length()));
                }
            }
        }
        return entered;
    }

    /** Each module with its floor: those that use nothing are on the first, others one above the highest that they use. */
    static Map<String, Integer> floors(Map<String, Set<String>> uses) {
        Map<String, Integer> floors = new TreeMap<>();
        while (floors.size() < uses.size()) {
            int before = floors.size();
            uses.forEach((module, below) -> {
                if (!floors.containsKey(module) && floors.keySet().containsAll(below)) {
                    floors.put(
                            module,
                            1 + below.stream().mapToInt(floors::get).max().orElse(0));
                }
            });
            if (floors.size() == before) {
                Set<String> circle = new TreeSet<>(uses.keySet());
                circle.removeAll(floors.keySet());
                throw new AssertionError("modules that use each other in a circle are among " + circle);
            }
        }
        return floors;
    }

    /** The first sentence of what a module's package says of itself. */
    private static String purpose(String module) throws IOException {
        String source = Files.readString(Path.of("src/main/java/clda", module, "package-info.java"));
        String text = source.substring(source.indexOf("/**") + 3, source.indexOf("*/"))
                .replaceAll("\\s*\\n \\*", "")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .strip();
        return text.replaceFirst("(?s)\\.( .*)?$", ".");
    }

    private static String map() throws IOException {
        SortedMap<String, Set<String>> uses = said();
        Map<String, Integer> floors = floors(uses);
        List<String> order = new ArrayList<>(uses.keySet());
        order.sort((one, other) ->
                floors.get(one).equals(floors.get(other)) ? one.compareTo(other) : floors.get(other) - floors.get(one));
        StringBuilder map = new StringBuilder("| floor | module | what it is | uses |\n|---:|---|---|---|\n");
        for (String module : order) {
            map.append("| ")
                    .append(floors.get(module))
                    .append(" | [")
                    .append(module)
                    .append("](../src/main/java/clda/")
                    .append(module)
                    .append(") | ")
                    .append(purpose(module))
                    .append(" | ")
                    .append(uses.get(module).stream().collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return map.toString();
    }

    @Test
    void eachModuleUsesWhatItSaysAndSaysWhatItUses() {
        assertThat(said()).isEqualTo(used());
    }

    @Test
    void eachModuleOpensTheSubPackagesThatOthersUseAndNoMore() {
        assertThat(said(AppModule::opens)).isEqualTo(entered(CLASSES));
    }

    @Test
    void aModuleThatIsUsedAndNotDeclaredIsSeen(@TempDir Path folder) throws IOException {
        // Given a class of a module that uses another one, of which its module does not tell
        JavaClasses planted = PlantedViolationsTest.compiled(
                folder, List.of("package clda.memory; class Planted { clda.web.ProblemJson problem; }"));

        // When it is asked what the module uses
        SortedMap<String, Set<String>> uses = used(planted);

        // Then it differs from what the module says
        assertThat(uses).isEqualTo(Map.of("memory", Set.of("web")));
        assertThat(said().get("memory")).doesNotContain("web");
    }

    @Test
    void aSubPackageThatIsUsedAndNotOpenIsSeen(@TempDir Path folder) throws IOException {
        // Given a class that uses a sub-package of another module that is not open
        JavaClasses planted = PlantedViolationsTest.compiled(
                folder, List.of("package clda.memory; class Planted { clda.effects.jpa.JpaEffectLedger ledger; }"));

        // When it is asked which sub-packages others use
        SortedMap<String, Set<String>> entered = entered(planted);

        // Then it differs from what the module opens
        assertThat(entered.get("effects")).containsExactly("jpa");
        assertThat(said(AppModule::opens).get("effects")).doesNotContain("jpa");
    }

    @Test
    void whatSomebodyElseAddsIsNoModuleOfOurs() {
        JavaClasses added = new ClassFileImporter().importClasses(Stock.class);

        assertThat(used(added)).isEmpty();
        assertThat(entered(added).values()).allMatch(Set::isEmpty);
    }

    @Test
    void noModulesUseEachOtherInACircle() {
        assertThat(floors(used())).containsEntry("store", 1);
    }

    @Test
    void aCircleIsSeen() {
        Map<String, Set<String>> circle = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"), "d", Set.of());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> floors(circle)))
                .hasMessageEndingWith("[a, b, c]");
    }

    @Test
    void thePageShowsTheMap() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();

        assertThat(page.substring(begin, page.indexOf(END)))
                .as("the map in " + PAGE + ", which is to be")
                .isEqualTo(map());
    }
}
