package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class CampaignsTest {

    private static final Pattern COMMAND = Pattern.compile("-Dcampaign=([\\w-]+)(?: -Dargs=\"([^\"]*)\")?");

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commands = Campaigns.commands();
        commands.setOut(new PrintWriter(out));
        assertThat(commands.execute(arguments)).isZero();
        return out.toString();
    }

    static List<MatchResult> commandsOfTheReadme() throws IOException {
        return COMMAND.matcher(Files.readString(Path.of("README.md"))).results().toList();
    }

    @ParameterizedTest
    @MethodSource("commandsOfTheReadme")
    void whatTheReadmeSaysIsUnderstood(MatchResult command) {
        List<String> words = new ArrayList<>(List.of(command.group(1)));
        if (command.group(2) != null) {
            words.addAll(List.of(command.group(2).split(" ")));
        }

        assertThat(Campaigns.commands().parseArgs(words.toArray(String[]::new)).errors())
                .isEmpty();
    }

    @Test
    void helpNamesThemAllAndTheOptionsOfEach() {
        assertThat(printed("help")).contains("kills", "growth", "Kills the engine at random moments");
        assertThat(printed("help", "kills")).contains("--seed", "200");
        assertThat(printed("kills", "--help")).contains("--seed", "docs/reports/kills-embedded.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "kills --kill=3", "planted 3"})
    void whatIsNoneIsRefused(String words) {
        assertThatThrownBy(() -> Campaigns.commands().parseArgs(words.split(" ")))
                .isInstanceOf(ParameterException.class);
    }
}
