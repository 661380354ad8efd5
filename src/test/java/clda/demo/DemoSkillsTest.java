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
        assertThat(skills).extracting(skill -> skill.summary(Language.en)).isEqualTo(summaries(Language.en));
        assertThat(skills).extracting(skill -> skill.summary(Language.zh)).isEqualTo(summaries(Language.zh));
    }

    private static List<String> summaries(Language language) {
        return DEMO.stream().map(skill -> skill.summary(language)).toList();
    }

    @Test
    void everySkillSpeaksBothLanguages() {
        for (Skill skill : DEMO) {
            assertThat(skill.name(Language.en)).isNotEqualTo(skill.name(Language.zh));
            assertThat(skill.summary(Language.en)).isNotEqualTo(skill.summary(Language.zh));
        }
    }
}
