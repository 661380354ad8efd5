package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.demo.DemoSkills;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every skill has to keep. */
class SkillsTest {

    static Stream<Skill> skills() {
        return Stream.concat(
                BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream(),
                DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream());
    }

    @ParameterizedTest
    @MethodSource("skills")
    void theIntentIsMadeOnce(Skill skill) {
        assertThat(skill.intent()).isSameAs(skill.intent());
    }
}
