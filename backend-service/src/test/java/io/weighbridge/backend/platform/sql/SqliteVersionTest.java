package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// SQLite up to 3.51.2 could damage a write-ahead log that two connections write.
final class SqliteVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"3.7.0", "3.40.1", "3.51.2", "2.99.99"})
    void shouldRefuseWhatCanDamageAStore(String version) {
        Fault fault = assertThrows(Fault.class, () -> SqliteConnector.requireRecent(version));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        assertTrue(fault.logText().contains("3.51.3"), fault::logText);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.51.3", "3.54.1", "3.100.0", "4.0.0"})
    void shouldTakeNewerOnes(String version) {
        assertDoesNotThrow(() -> SqliteConnector.requireRecent(version));
    }

    @Test
    void shouldComeWithOneThatItTakes() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            assertTrue(row.next());
            String version = row.getString(1);
            assertDoesNotThrow(() -> SqliteConnector.requireRecent(version));
        }
    }
}
