package clda;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house as it stands. */
@AnalyzeClasses(packages = "clda", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("boot")
            .definedBy("clda.boot..")
            .layer("web")
            .definedBy("clda.web..")
            .layer("audit")
            .definedBy("clda.audit..")
            .layer("events")
            .definedBy("clda.events..")
            .layer("demo")
            .definedBy("clda.demo..")
            .layer("dialogue")
            .definedBy("clda.dialogue..")
            .layer("recording")
            .definedBy("clda.recording..")
            .layer("agent")
            .definedBy("clda.agent..")
            .layer("budget")
            .definedBy("clda.budget..")
            .layer("memory")
            .definedBy("clda.memory..")
            .layer("llm")
            .definedBy("clda.llm..")
            .layer("frames")
            .definedBy("clda.frames..")
            .layer("nlu")
            .definedBy("clda.nlu..")
            .layer("tools")
            .definedBy("clda.tools..")
            .layer("effects")
            .definedBy("clda.effects..")
            .layer("security")
            .definedBy("clda.security..")
            .layer("conversation")
            .definedBy("clda.conversation..")
            .layer("store")
            .definedBy("clda.store..")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("boot")
            .mayOnlyBeAccessedByLayers("web")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("boot", "web")
            .whereLayer("events")
            .mayOnlyBeAccessedByLayers("boot", "web")
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("boot", "web")
            .whereLayer("dialogue")
            .mayOnlyBeAccessedByLayers("boot", "web")
            .whereLayer("recording")
            .mayOnlyBeAccessedByLayers("boot", "web")
            .whereLayer("agent")
            .mayOnlyBeAccessedByLayers("boot", "dialogue", "recording")
            .whereLayer("budget")
            .mayOnlyBeAccessedByLayers("boot", "web", "agent", "recording")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("boot", "web", "agent")
            .whereLayer("llm")
            .mayOnlyBeAccessedByLayers("boot", "demo", "dialogue", "agent", "recording")
            .whereLayer("frames")
            .mayOnlyBeAccessedByLayers("llm", "demo", "boot")
            .whereLayer("nlu")
            .mayOnlyBeAccessedByLayers("frames", "llm", "demo", "dialogue", "agent", "boot", "web")
            .whereLayer("tools")
            .mayOnlyBeAccessedByLayers(
                    "boot", "web", "demo", "dialogue", "agent", "memory", "llm", "frames", "recording")
            .because("what is below can be understood, tested and killed without what is above");

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_SERVER = noClasses()
            .that()
            .resideInAnyPackage(
                    "clda.audit",
                    "clda.events",
                    "clda.conversation",
                    "clda.agent",
                    "clda.dialogue",
                    "clda.effects",
                    "clda.tools",
                    "clda.frames",
                    "clda.nlu",
                    "clda.nlu.local",
                    "clda.nlu.number",
                    "clda.nlu.time",
                    "clda.nlu.training",
                    "clda.llm",
                    "clda.llm.offline",
                    "clda.memory",
                    "clda.recording",
                    "clda.security",
                    "clda.store")
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
    static final ArchRule ENTITIES_STAY_IN_THEIR_PACKAGE = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .because("rows are an adapter's own affair");
}
