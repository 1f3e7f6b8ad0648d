package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

final class PostgresAddressTest {
    private static final String SECRET = "s3cret-canary";

    private static PostgresAddress parse(String url) {
        return PostgresAddress.parse("store.url", url, SECRET);
    }

    @Test
    void shouldReadAUrl() {
        PostgresAddress full = parse("postgresql://wb@db.example.com:6432/billing?sslmode=require");
        assertEquals("db.example.com", full.host());
        assertEquals(6432, full.port());
        assertEquals("billing", full.database());
        assertEquals("wb", full.user());
        assertEquals(Map.of("sslmode", "require"), full.options());
        assertEquals(5432, parse("postgresql://wb@db/billing").port());
        assertEquals("::1", parse("postgresql://wb@[::1]/billing").host());
        assertEquals(
                "jdbc:postgresql://[::1]:5432/b%20c",
                parse("postgresql://wb@[::1]/b%20c").jdbcUrl());
    }

    @Test
    void shouldEncryptAndVerifyOverANetworkUnlessToldOtherwise() {
        assertEquals(Map.of("sslmode", "verify-full"), parse("postgresql://wb@db/b").options());
        assertEquals(Map.of("sslmode", "prefer"), parse("postgresql://wb@127.0.0.1/b").options());
        assertEquals(
                Map.of("sslmode", "disable"),
                parse("postgresql://wb@db/b?sslmode=disable").options());
    }

    @Test
    void shouldNeverShowThePassword() {
        assertFalse(parse("postgresql://wb@db/b").toString().contains(SECRET));
        Fault fault = assertThrows(Fault.class, () -> parse("postgresql://wb:" + SECRET + "@db/b"));
        assertFalse(fault.toString().contains(SECRET), fault::toString);
        assertTrue(fault.text().contains("store.password_file"), fault::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://wb@db/b",
                "postgresql://db/b",
                "postgresql://wb@db",
                "postgresql://wb@db/",
                "postgresql://wb@db/b/c",
                "postgresql://wb@db/b?options=-c%20fsync%3Doff",
                "postgresql://wb@db/b?sslmode",
                "no url at all"
            })
    void shouldRefuseOthers(String url) {
        Fault fault = assertThrows(Fault.class, () -> parse(url));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertTrue(fault.text().startsWith("store.url: "), fault::text);
    }
}
