package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class DatabaseFaultTest {
    @TempDir Path directory;

    @Test
    void saysThatTheStoreIsNotAvailableWhenItIsNot() {
        Database database = Database.open(directory);
        database.close();
        String sql = "SELECT 1 FROM account";
        Fault read = assertThrows(Fault.class, () -> database.read(handle -> handle.execute(sql)));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, read.code());
        Fault write =
                assertThrows(
                        Fault.class, () -> database.inTransaction(handle -> handle.execute(sql)));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, write.code());
    }
}
