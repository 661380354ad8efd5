package clda.demo;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.Language;
import clda.nlu.training.TrainingDirectory;
import clda.skills.DomainSkills;
import clda.skills.Skill;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's skills are written as a customer writes them. */
class DemoSkillsTest {

    private static final List<Skill> DEMO = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void theSameFileInTheDirectoryOfAServerGivesTheSameSkills() throws IOException {
        try (InputStream file = Objects.requireNonNull(DemoSkills.class.getResourceAsStream("domain.yml"))) {
            Files.copy(file, directory.resolve("domain.yml"));
        }

        List<Skill> skills = DomainSkills.of(
                TrainingDirectory.domain(directory), DemoSkills.finders(Clock.systemUTC(), ZoneOffset.UTC));

        assertThat(TrainingDirectory.read(directory).utterances()).isEmpty();
        assertThat(skills).extracting(skill -> skill.summary(Language.EN)).isEqualTo(summaries(Language.EN));
        assertThat(skills).extracting(skill -> skill.summary(Language.ZH)).isEqualTo(summaries(Language.ZH));
    }

    private static List<String> summaries(Language language) {
        return DEMO.stream().map(skill -> skill.summary(language)).toList();
    }

    @Test
    void everySkillSpeaksBothLanguages() {
        for (Skill skill : DEMO) {
            assertThat(skill.name(Language.EN)).isNotEqualTo(skill.name(Language.ZH));
            assertThat(skill.summary(Language.EN)).isNotEqualTo(skill.summary(Language.ZH));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sales_report,  period,      last_month, last month,    上个月",
        "sales_report,  groupBy,     region,     by region,     按地区",
        "sales_report,  period,      2026-Q3,    2026-Q3,       2026-Q3",
        "create_ticket, priority,    high,       high priority, 高优先级",
        "create_ticket, title,       high,       high,          high",
        "find_order,    orderNumber, A-1001,     A-1001,        A-1001"
    })
    void whatWasChosenIsCalledAsPeopleCallIt(String intent, String slot, String value, String english, String chinese) {
        Skill skill = DEMO.stream()
                .filter(one -> one.intent().name().equals(intent))
                .findFirst()
                .orElseThrow();

        assertThat(skill.inWords(slot, value, Language.EN)).isEqualTo(english);
        assertThat(skill.inWords(slot, value, Language.ZH)).isEqualTo(chinese);
    }
}
