package clda.audit;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.AuditTrail.Position;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trail in a database, and people who may write to the database and want something not to be there. */
abstract class JpaTrailContract extends AuditContract {

    @TempDir
    Path dataDir;

    private SeEngine engine;

    /** Of this test; called again, another line to the same one. */
    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
    }

    @Override
    AuditTrail trail() {
        return engine.audit();
    }

    @Override
    void write(Write write) {
        engine.store().write((JpaWrite) write);
    }

    @Override
    void restart() {
        engine.close();
        open();
    }

    @Override
    void close() {
        engine.close();
    }

    private void sql(String statement) {
        write((JpaWrite) entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    private record Attack(String what, Consumer<JpaTrailContract> by) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** On two chains: one with the numbers 1 to 4 of the first start, and one with 1 to 4 of the second. */
    static Stream<Attack> attacks() {
        return Stream.of(
                attack(
                        "edit",
                        "update audit_entry set payload = (select payload from audit_entry where epoch = %d and"
                                + " number = 3) where epoch = %d and number = 2"),
                attack("delete in the middle", "delete from audit_entry where epoch = %d and number = 2"),
                attack(
                        "delete in the middle and close the gap",
                        "delete from audit_entry where epoch = %d and number = 2",
                        "update audit_entry set number = 2 where epoch = %d and number = 3",
                        "update audit_entry set number = 3 where epoch = %d and number = 4"),
                attack(
                        "insert a copy",
                        "insert into audit_entry (epoch, number, tenant, conversation_id, payload)"
                                + " select epoch, 5, tenant, conversation_id, payload from audit_entry where epoch = %d and number = 4"),
                attack(
                        "exchange two",
                        "update audit_entry set number = 9 where epoch = %d and number = 2",
                        "update audit_entry set number = 2 where epoch = %d and number = 3",
                        "update audit_entry set number = 3 where epoch = %d and number = 9"),
                attack("cut off the end", "delete from audit_entry where epoch = %d and number > 2"),
                attack("remove a chain", "delete from audit_entry where epoch = %d"),
                attack(
                        "give it to another tenant",
                        "update audit_entry set tenant = 'acme' where epoch = %d and number = 2"),
                attack(
                        "show an old chain as the new one",
                        "delete from audit_entry where epoch > %d",
                        "update audit_entry set epoch = epoch + 1 where epoch = %d"));
    }

    private static Attack attack(String what, String... statements) {
        return new Attack(what, test -> {
            for (String statement : statements) {
                test.sql(statement.replace("%d", String.valueOf(test.firstEpoch)));
            }
        });
    }

    private long firstEpoch;

    @ParameterizedTest
    @MethodSource("attacks")
    void whatSomebodyChangedIsFound(Attack attack) {
        for (String subject : List.of("one", "two", "three")) {
            write(trail().record(List.of(entry("default", "c1", subject))));
        }
        firstEpoch = engine.store().epoch();
        restart();
        for (String subject : List.of("four", "five", "six")) {
            write(trail().record(List.of(entry("default", "c1", subject))));
        }
        Anchor anchor = trail().end().orElseThrow();
        assertThat(trail().verify(List.of(anchor), () -> {}).whole()).isTrue();

        attack.by.accept(this);

        assertThat(trail().verify(List.of(anchor), () -> {}).problems()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatSomebodyChangedInTheLastChainIsFoundByItsAnchor(Attack attack) {
        for (String subject : List.of("one", "two", "three")) {
            write(trail().record(List.of(entry("default", "c1", subject))));
        }
        firstEpoch = engine.store().epoch();
        Anchor anchor = trail().end().orElseThrow();

        attack.by.accept(this);

        assertThat(trail().verify(List.of(anchor), () -> {}).problems()).isNotEmpty();
    }

    @org.junit.jupiter.api.Test
    void anAnchorOfWhatWasNeverThereIsAProblem() {
        write(trail().record(List.of(entry("default", "c1", "one"))));

        assertThat(trail().verify(
                                List.of(new Anchor(new Position(engine.store().epoch(), 99), "0".repeat(64))), () -> {})
                        .problems())
                .hasSize(1);
    }
}
