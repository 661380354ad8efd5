package clda.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import clda.AppModule;
import clda.guests.Guest;
import com.acme.shop.Stock;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose messages are told: those of our own modules, and of nobody who is a guest of theirs. */
class ToldMessageTest {

    private static final String SAID = "Alice has the flu";

    private static Throwable thrownBy(String type) {
        Throwable thrown = new IllegalStateException(SAID);
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, "act", null, 1)});
        return thrown;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clda.guests.library.Loans",
                "clda.clinic.Patients",
                "clda.clinic.visits.Visits",
                "clda.demo.Refunds",
                "clda.Stock",
                "com.acme.shop.Stock"
            })
    void whatAGuestSaysIsLeftOut(String guest) {
        assertThat(ToldMessage.of(thrownBy(guest))).isEqualTo("(17 characters left out)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clda.guests.Guests", "clda.dialogue.Lanes", "clda.web.rest.Problems$1"})
    void whatWeSayIsTold(String own) {
        assertThat(ToldMessage.of(thrownBy(own))).isEqualTo(SAID);
    }

    @Test
    void whatAToolInAnyPackageSaysIsLeftOut() {
        Throwable thrown = catchThrowable(() -> new Stock().inStock(SAID));

        assertThat(ToldMessage.of(thrown)).doesNotContain(SAID);
    }

    @Test
    void ourModulesAreThoseWithoutAGuest() {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(AppModule.class.getProtectionDomain().getCodeSource().getLocation());
        Set<String> all = modules(classes, any -> true);
        all.removeAll(modules(classes, type -> type.isAssignableTo(Guest.class) && !type.isInterface()));

        assertThat(ToldMessage.MODULES).isEqualTo(all);
    }

    private static Set<String> modules(JavaClasses classes, Predicate<JavaClass> of) {
        return classes.stream()
                .filter(of)
                .map(type -> type.getPackageName().split("\\."))
                .filter(names -> names.length > 1 && names[0].equals("clda"))
                .map(names -> names[1])
                .collect(Collectors.toSet());
    }
}
