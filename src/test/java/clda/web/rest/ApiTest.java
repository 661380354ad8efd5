package clda.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiTest {

    @Test
    void everyResourceAndProviderIsListed() {
        Set<Class<?>> there = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackagesOf(Api.class).stream()
                        .filter(each -> each.isAnnotatedWith(Path.class) || each.isAnnotatedWith(Provider.class))
                        .map(JavaClass::reflect)
                        .collect(Collectors.toSet());

        assertThat(new Api().getClasses()).isEqualTo(there);
    }
}
