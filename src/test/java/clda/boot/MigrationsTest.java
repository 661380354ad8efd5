package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The version before works on the tables of the next one, so that both can run side by side: a migration adds. One that takes
 * away, renames or narrows says so by raising {@code schema_reader}, and servers that are older than that do not run on it.
 */
class MigrationsTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    /** Earlier ones were made before versions had to fit together. */
    private static final int LAST_WITHOUT_RULE = 28;

    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Pattern RAISES = Pattern.compile("update schema_reader set oldest = (\\d+)");
    private static final List<Pattern> TAKES_AWAY = Stream.of(
                    "drop (table|view|column)",
                    "rename (to|column|constraint)",
                    "alter column \\w+ (set data )?type",
                    "alter column \\w+ set not null",
                    "alter column \\w+ drop default",
                    "add constraint",
                    "add (column )?(if not exists )?\\w+ (?:(?!,| default ).)*not null(?!.* default )",
                    "create unique index",
                    "delete from",
                    "truncate")
            .map(Pattern::compile)
            .toList();

    private static boolean takesAway(String script) {
        return Stream.of(script.replaceAll("--[^\n]*", " ")
                        .toLowerCase(Locale.ROOT)
                        .split(";"))
                .map(statement -> statement.replaceAll("\\s+", " ").strip())
                .anyMatch(statement -> TAKES_AWAY.stream()
                        .anyMatch(pattern -> pattern.matcher(statement).find()));
    }

    private static boolean raises(String script, int number) {
        Matcher matcher = RAISES.matcher(script.toLowerCase(Locale.ROOT));
        return matcher.find() && Integer.parseInt(matcher.group(1)) == number;
    }

    @Test
    void noMigrationTakesAwayWhatTheVersionBeforeNeeds() throws IOException {
        int seen = 0;
        try (Stream<Path> files = Files.walk(MIGRATIONS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher name = NUMBER.matcher(file.getFileName().toString());
                assertThat(name.matches()).as("%s", file).isTrue();
                int number = Integer.parseInt(name.group(1));
                String script = Files.readString(file);
                if (number > LAST_WITHOUT_RULE) {
                    seen++;
                    assertThat(!takesAway(script) || raises(script, number))
                            .as(
                                    "%s takes something away that the version before may use: add instead, and take away"
                                            + " in a later release with 'update schema_reader set oldest = %d'",
                                    file, number)
                            .isTrue();
                }
            }
        }
        assertThat(seen).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table audit_entry;",
                "alter table event drop column type",
                "alter table event\n  rename column type to kind;",
                "alter table event alter column type type varchar(8);",
                "alter table event alter column type set not null;",
                "alter table event add column kind varchar(8) not null;",
                "create table a (b bigint); -- harmless\nALTER TABLE event RENAME TO happening;",
                "create unique index one on event (type);",
            })
    void whatTakesAwayIsNoticed(String script) {
        assertThat(takesAway(script)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table a (b bigint not null primary key);",
                "alter table event add column kind varchar(8);",
                "alter table event add column kind varchar(8) not null default '';",
                "create index one on event (type);\ndrop index other;",
                "-- drop table event\nalter table event add column kind varchar(8);",
            })
    void whatOnlyAddsMayPass(String script) {
        assertThat(takesAway(script)).isFalse();
    }

    @Test
    void whatTakesAwayMayDoSoIfItSaysSo() {
        assertThat(raises("drop table a;\nupdate schema_reader set oldest = 40 where id = 1;", 40))
                .isTrue();
        assertThat(raises("drop table a;", 40)).isFalse();
    }
}
