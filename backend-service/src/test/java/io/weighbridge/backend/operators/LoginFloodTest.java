package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// One address tries names without end: the others log in all the same.
final class LoginFloodTest {
    private static final IpAddress FLOOD = new IpAddress(1L << 32, 0);
    private static final IpAddress OTHER = new IpAddress(2L << 32, 0);
    private static final String WRONG = "a wrong password";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private Database database;
    private Logins logins;
    private Operators.Made anna;
    private int names;

    @BeforeEach
    void start() {
        database = MigratedStore.open(directory);
        IdSource ids = new IdSource(time);
        Sessions sessions = new Sessions(new SqlSessionStore(database), ids, time);
        Passwords passwords = new Passwords(PasswordCost.NONE);
        Operators operators =
                new Operators(new SqlOperatorStore(database), passwords, sessions, ids, time);
        Attempts attempts = new Attempts(time);
        LoginCheck check =
                new LoginCheck(
                        operators,
                        passwords,
                        attempts,
                        new FailedLogins(_ -> {}, attempts, time),
                        new SecretBox(directory),
                        time);
        logins = new Logins(check, operators, sessions, time);
        anna = operators.create("anna", "", Role.ADMIN);
    }

    private ErrorCode fail(IpAddress from) {
        String name = "name-" + names++;
        return assertThrows(Fault.class, () -> logins.login(name, WRONG, "", from)).code();
    }

    private String login(IpAddress from) {
        return logins.login("anna", anna.password(), "", from).operator().name();
    }

    @Test
    void oneAddressDoesNotUseUpWhatAllHave() {
        for (int second = 0; second < 300; second++) {
            for (int i = 0; i < 5; i++) {
                var _ = fail(FLOOD);
            }
            assertEquals("anna", login(OTHER));
            time.pass(1_000);
        }
        assertEquals(ErrorCode.LOGIN_FAILED, fail(FLOOD));
        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, fail(FLOOD));
        time.pass(Logins.FAILURE_REFILL_MS);
        assertEquals(ErrorCode.LOGIN_FAILED, fail(FLOOD));
    }

    @Test
    void onlyFailuresCount() {
        for (int i = 0; i < 2 * Logins.FAILURES_AT_ONCE; i++) {
            assertEquals("anna", login(FLOOD));
        }
        for (int i = 0; i < Logins.FAILURES_AT_ONCE; i++) {
            assertEquals(ErrorCode.LOGIN_FAILED, fail(FLOOD));
        }
        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, fail(FLOOD));
        assertEquals("anna", login(OTHER));
    }
}
