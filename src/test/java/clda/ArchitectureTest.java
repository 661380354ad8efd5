package clda;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What holds everywhere; which module uses which is told by {@link ModulesTest}. */
@AnalyzeClasses(packages = "clda", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_SERVER = noClasses()
            .that()
            .resideInAnyPackage(
                    "clda.agent",
                    "clda.audit",
                    "clda.backup",
                    "clda.budget",
                    "clda.conversation",
                    "clda.conversation.search",
                    "clda.dialogue",
                    "clda.effects",
                    "clda.events",
                    "clda.guests",
                    "clda.json",
                    "clda.launch",
                    "clda.llm",
                    "clda.llm.preset",
                    "clda.llm.routing",
                    "clda.logging",
                    "clda.memory",
                    "clda.metrics",
                    "clda.net",
                    "clda.nlu",
                    "clda.nlu.account",
                    "clda.nlu.local",
                    "clda.nlu.number",
                    "clda.nlu.time",
                    "clda.nlu.training",
                    "clda.recording",
                    "clda.relay",
                    "clda.release",
                    "clda.security",
                    "clda.skills",
                    "clda.store",
                    "clda.tools",
                    "clda.tools.bean",
                    "clda.traces")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.persistence..",
                    "jakarta.ws.rs..",
                    "jakarta.faces..",
                    "jakarta.servlet..",
                    "jakarta.websocket..",
                    "jakarta.transaction..",
                    "org.eclipse.microprofile..")
            .because("what decides runs in a unit test, and under kill -9, with no application server");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_DEMO = noClasses()
            .that()
            .resideOutsideOfPackage("clda.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("clda.demo..")
            .because("it comes in by the doors that everybody else's guests use, and can be deleted");

    @ArchTest
    static final ArchRule ONLY_JPA_PACKAGES_KNOW_ENTITY_MANAGERS = noClasses()
            .that()
            .resideOutsideOfPackages("..jpa..", "clda.boot..", "clda.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.persistence..")
            .because("a transaction is open for milliseconds in a jpa package and nowhere else");

    @ArchTest
    static final ArchRule ROWS_STAY_WITH_THEIR_MODULE = slices().matching("clda.(*).jpa..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage("clda.store.jpa.."))
            .because("only a module itself knows how it is stored");

    @ArchTest
    static final ArchRule ONLY_ONE_PLACE_KNOWS_THE_PROVIDERS_JSON = noClasses()
            .that()
            .resideOutsideOfPackage("clda.llm.openai..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.openai..")
            .because("a provider's names stop at its adapter");

    @ArchTest
    static final ArchRule ONLY_ONE_PLACE_KNOWS_TINK = noClasses()
            .that()
            .resideOutsideOfPackage("clda.security.tink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.crypto..")
            .because("keys are handled in one place");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOWS_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackages("clda.metrics..", "clda.boot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..")
            .because("whoever decides says what happened and does not count it");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("clda.llm.http..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test sets the time");

    @ArchTest
    static final ArchRule NO_EMPTY_NAMES = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .because("a name says what a thing is for");

    @ArchTest
    static final ArchRule A_NAME_MEANS_ONE_THING = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should(haveANameOfTheirOwn())
            .because("a name that means two things has to be explained each time");

    @ArchTest
    static final ArchRule CONSTANTS_OF_ENUMS_ARE_UPPER_CASE = fields().that()
            .areDeclaredInClassesThat()
            .areEnums()
            .and()
            .areStatic()
            .and()
            .areNotPrivate()
            .should()
            .haveNameMatching("[A-Z][A-Z0-9_]*")
            .because("outside the code, a constant is named by its word");

    @ArchTest
    static final ArchRule ENTITIES_STAY_IN_THEIR_PACKAGE = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .because("rows are an adapter's own affair");

    private static ArchCondition<JavaClass> haveANameOfTheirOwn() {
        return new ArchCondition<>("have a name of their own") {
            private final Map<String, JavaClass> named = new HashMap<>();

            @Override
            public void init(Collection<JavaClass> all) {
                named.clear();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaClass other = named.putIfAbsent(type.getSimpleName(), type);
                boolean alone = other == null || other.equals(type);
                events.add(new SimpleConditionEvent(
                        type, alone, type.getName() + " and " + (alone ? "no other" : other.getName())));
            }
        };
    }
}
