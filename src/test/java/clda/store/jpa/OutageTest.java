package clda.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Which failures mean waiting, and which mean that something was wrong. */
class OutageTest {

    private static boolean isOutage(SQLException failure) {
        return Outage.shownBy(new PersistenceException("the transaction failed", failure));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P02", "57P03", "53100", "53300", "58030", "25006"})
    void aStateOfConnectionsResourcesOrOperatorsIsAnOutage(String state) {
        assertThat(isOutage(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22001", "40001", "57014"})
    void aStateOfDataOrStatementsIsNone(String state) {
        assertThat(isOutage(new SQLException("x", state))).isFalse();
    }

    @Test
    void aPoolThatHasNoConnectionIsAnOutage() {
        assertThat(isOutage(new SQLException("Error in allocating a connection.")))
                .isTrue();
        assertThat(isOutage(new SQLTransientConnectionException("timed out", "99999")))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_FSYNC", "SQLITE_BUSY", "SQLITE_CANTOPEN"})
    void aFileThatCannotBeWrittenIsAnOutage(SQLiteErrorCode code) {
        assertThat(isOutage(new SQLiteException("x", code))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_CONSTRAINT", "SQLITE_ERROR", "SQLITE_CORRUPT"})
    void aStatementThatSqliteRefusesIsNone(SQLiteErrorCode code) {
        assertThat(isOutage(new SQLiteException("x", code))).isFalse();
    }

    @Test
    void whatHasNothingToDoWithADatabaseIsNone() {
        assertThat(Outage.shownBy(new IllegalStateException("the tool failed"))).isFalse();
    }
}
