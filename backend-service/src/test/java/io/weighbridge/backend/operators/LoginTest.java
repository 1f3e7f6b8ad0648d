package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.ConfirmTotpRequest;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.EnrolTotpReply;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.RemoveTotpRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Logging in, and what keeps others from it.
final class LoginTest {
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel channel;
    private OperatorClient client;
    private String password;

    @BeforeEach
    void start() {
        open();
        CreateOperatorReply made = client.createOwn(admin(), "anna", Role.ROLE_SUPPORT);
        password = made.getPassword();
    }

    private void open() {
        test = TestBackend.start(directory, time);
        channel = test.connectBare();
        client = new OperatorClient(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private String admin() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.ADMIN);
    }

    private String outcome(String name, String typed, String code) {
        return Calls.outcome(() -> client.login(name, typed, code));
    }

    @Test
    void aLoginSaysWhoItIs() {
        Session session = client.login("Anna", password);
        Operator anna = client.whoAmI(session);
        assertEquals("anna", anna.getName());
        assertEquals(Role.ROLE_SUPPORT, anna.getRole());
        assertEquals(anna, session.getOperator());
        assertEquals(time.wallMs() + Sessions.ACCESS_MS, session.getAccessExpiresAtMs());
        assertEquals(time.wallMs() + Sessions.SESSION_MS, session.getEndsAtMs());
    }

    @Test
    void nobodyLearnsWhetherANameExists() {
        Operator disabled = client.create(admin(), "bert", Role.ROLE_VIEWER).getOperator();
        client.update(admin(), disabled, Role.ROLE_VIEWER, true);
        List<List<String>> answers = new ArrayList<>();
        for (String name : List.of("anna", "bert", "nobody", "no such/name")) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i <= Attempts.FREE; i++) {
                all.add(outcome(name, "a wrong password", ""));
            }
            answers.add(all);
        }
        assertEquals(answers.get(0), answers.get(1));
        assertEquals(answers.get(0), answers.get(2));
        assertEquals(answers.get(0), answers.get(3));
        assertEquals("LOGIN_FAILED", answers.get(0).getFirst());
        assertEquals("TOO_MANY_ATTEMPTS", answers.get(0).getLast());
    }

    @Test
    void aLockedNameIsNotLetInByTheRightPasswordEither() {
        for (int i = 0; i < Attempts.FREE; i++) {
            assertEquals("LOGIN_FAILED", outcome("anna", "a wrong password", ""));
        }
        assertEquals("TOO_MANY_ATTEMPTS", outcome("anna", password, ""));
        assertEquals("TOO_MANY_ATTEMPTS", outcome("ANNA", password, ""));
        time.pass(Attempts.LOCK_FIRST_MS);
        assertEquals("ok", outcome("anna", password, ""));
        assertEquals("LOGIN_FAILED", outcome("anna", "a wrong password", ""));
    }

    @Test
    void manyAttemptsAtOnceWinNothing() {
        List<String> outcomes = Calls.atOnce(20, i -> outcome("anna", "a wrong password " + i, ""));
        assertEquals(
                Attempts.FREE, outcomes.stream().filter(s -> s.equals("LOGIN_FAILED")).count());
    }

    @Test
    void badInputIsSaidSo() {
        for (String[] bad :
                List.of(
                        new String[] {"", password, ""},
                        new String[] {"anna", "", ""},
                        new String[] {"x".repeat(61), password, ""},
                        new String[] {"anna", "x".repeat(201), ""},
                        new String[] {"anna", password, "1".repeat(21)})) {
            assertEquals("INVALID_FIELD", outcome(bad[0], bad[1], bad[2]));
        }
    }

    @Test
    void anAccessTokenExpiresAndARefreshGivesAnother() {
        Session session = client.login("anna", password);
        time.pass(Sessions.ACCESS_MS - 1);
        client.whoAmI(session);
        time.pass(1);
        assertEquals("SESSION_EXPIRED", Calls.codeOf(() -> client.whoAmI(session)));
        Session fresh = client.refresh(session.getRefreshToken());
        client.whoAmI(fresh);
        assertEquals(session.getEndsAtMs(), fresh.getEndsAtMs());
        assertNotEquals(session.getRefreshToken(), fresh.getRefreshToken());
        // The old access token is void also while its time is not over.
        Session third = client.refresh(fresh.getRefreshToken());
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(fresh)));
        client.whoAmI(third);
    }

    @Test
    void aRefreshTokenThatComesTwiceEndsTheSession() {
        Session session = client.login("anna", password);
        Session other = client.login("anna", password);
        Session fresh = client.refresh(session.getRefreshToken());
        assertEquals(
                "UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(session.getRefreshToken())));
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(fresh)));
        assertEquals(
                "UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(fresh.getRefreshToken())));
        client.whoAmI(other);
    }

    @Test
    void aSessionEndsHoweverOftenItIsRefreshed() {
        Session session = client.login("anna", password);
        while (time.wallMs() < session.getEndsAtMs()) {
            session = client.refresh(session.getRefreshToken());
            assertTrue(session.getAccessExpiresAtMs() <= session.getEndsAtMs());
            time.pass(Sessions.SESSION_MS / 8);
        }
        Session last = session;
        assertEquals("SESSION_EXPIRED", Calls.codeOf(() -> client.refresh(last.getRefreshToken())));
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(last.getRefreshToken())));
    }

    @Test
    void sessionsOutliveARestartAndEndedOnesDoNot() {
        Session kept = client.login("anna", password);
        Session left = client.login("anna", password);
        Session used = client.login("anna", password);
        Session fresh = client.refresh(used.getRefreshToken());
        client.as(left).logout(LogoutRequest.getDefaultInstance());
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(left)));
        stop();
        open();
        client.whoAmI(kept);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(left)));
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(left.getRefreshToken())));
        client.whoAmI(fresh);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(used.getRefreshToken())));
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(fresh)));
    }

    @Test
    void anOperatorsOldestSessionMakesRoom() {
        Session first = client.login("anna", password);
        Session second = client.login("anna", password);
        for (int i = 0; i < Sessions.PER_OPERATOR_MAX - 1; i++) {
            client.login("anna", password);
        }
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(first)));
        client.whoAmI(second);
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() {
        Session session = client.login("anna", password);
        Session other = client.login("anna", password);
        String next = "a password of my own";
        assertEquals("INVALID_FIELD", change(session, password, "too short"));
        assertEquals("INVALID_FIELD", change(session, password, password));
        assertEquals("LOGIN_FAILED", change(session, "a wrong password", next));
        assertEquals("ok", change(session, password, next));
        client.whoAmI(session);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(other)));
        assertEquals("LOGIN_FAILED", outcome("anna", password, ""));
        assertEquals("ok", outcome("anna", next, ""));
    }

    private String change(Session session, String old, String next) {
        return Calls.outcome(
                () ->
                        client.as(session)
                                .changePassword(
                                        ChangePasswordRequest.newBuilder()
                                                .setOldPassword(old)
                                                .setNewPassword(next)
                                                .build()));
    }

    static byte[] fromBase32(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        long held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            held = (held << 5) | BASE_32.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >> bits);
            }
        }
        return bytes;
    }

    private String code(EnrolTotpReply enrolled, int stepsAhead) {
        return Totp.code(
                fromBase32(enrolled.getSecret()), time.wallMs() / Totp.STEP_MS + stepsAhead);
    }

    private String confirm(Session session, String code) {
        return Calls.outcome(
                () ->
                        client.as(session)
                                .confirmTotp(
                                        ConfirmTotpRequest.newBuilder().setCode(code).build()));
    }

    private EnrolTotpReply enrol(Session session) {
        return client.as(session)
                .enrolTotp(EnrolTotpRequest.newBuilder().setPassword(password).build());
    }

    @Test
    void aSecondFactorIsAskedForOnceItWasConfirmed() {
        Session session = client.login("anna", password);
        assertEquals("TOTP_NOT_ENROLLED", confirm(session, "123456"));
        EnrolTotpReply first = enrol(session);
        EnrolTotpReply enrolled = enrol(session);
        assertNotEquals(first.getSecret(), enrolled.getSecret());
        assertEquals("ok", outcome("anna", password, ""));
        assertEquals("LOGIN_FAILED", confirm(session, code(first, 0)));
        assertEquals("ok", confirm(session, code(enrolled, 0)));
        assertTrue(client.whoAmI(session).getTotp());
        assertEquals("TOTP_ACTIVE", Calls.codeOf(() -> enrol(session)));
        assertEquals("TOTP_ACTIVE", confirm(session, code(enrolled, 1)));
        assertEquals("TOTP_REQUIRED", outcome("anna", password, ""));
        assertEquals("LOGIN_FAILED", outcome("anna", "a wrong password", ""));
        assertEquals("LOGIN_FAILED", outcome("anna", password, "000000"));
        // The code that confirmed it was used.
        assertEquals("LOGIN_FAILED", outcome("anna", password, code(enrolled, 0)));
        assertEquals("ok", outcome("anna", password, code(enrolled, 1)));
        assertEquals("LOGIN_FAILED", outcome("anna", password, code(enrolled, 1)));
        time.pass(2 * Totp.STEP_MS);
        assertEquals("LOGIN_FAILED", outcome("anna", password, code(enrolled, -1)));
        List<String> atOnce = Calls.atOnce(2, i -> outcome("anna", password, code(enrolled, 0)));
        assertEquals(1, atOnce.stream().filter("ok"::equals).count(), atOnce::toString);
        stop();
        open();
        assertEquals("LOGIN_FAILED", outcome("anna", password, code(enrolled, 0)));
        time.pass(Totp.STEP_MS);
        Session again = client.login("anna", password, code(enrolled, 0));
        assertEquals("LOGIN_FAILED", remove(again, code(enrolled, 0)));
        time.pass(Totp.STEP_MS);
        assertEquals("ok", remove(again, code(enrolled, 0)));
        assertEquals("TOTP_NOT_ENROLLED", remove(again, "123456"));
        assertEquals("ok", outcome("anna", password, ""));
    }

    private String remove(Session session, String code) {
        return Calls.outcome(
                () ->
                        client.as(session)
                                .removeTotp(
                                        RemoveTotpRequest.newBuilder()
                                                .setPassword(password)
                                                .setCode(code)
                                                .build()));
    }

    @Test
    void guessingCodesLocksTheNameToo() {
        Session session = client.login("anna", password);
        EnrolTotpReply enrolled = enrol(session);
        confirm(session, code(enrolled, 0));
        for (int i = 0; i < 3; i++) {
            assertEquals("TOTP_REQUIRED", outcome("anna", password, ""));
        }
        for (int i = 0; i < Attempts.FREE; i++) {
            assertEquals("LOGIN_FAILED", outcome("anna", password, "00000" + i));
        }
        assertEquals("TOO_MANY_ATTEMPTS", outcome("anna", password, code(enrolled, 1)));
    }

    @Test
    void noFileAndNoLogHoldsASecret() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Session session = client.login("anna", password);
        Session fresh = client.refresh(session.getRefreshToken());
        EnrolTotpReply enrolled = enrol(fresh);
        confirm(fresh, code(enrolled, 0));
        outcome("anna", password, "wrong-code-canary");
        String totp = new String(fromBase32(enrolled.getSecret()), StandardCharsets.ISO_8859_1);
        List<String> secrets =
                List.of(
                        password,
                        session.getAccessToken().substring(4),
                        session.getRefreshToken().substring(4),
                        fresh.getAccessToken().substring(4),
                        fresh.getRefreshToken().substring(4),
                        enrolled.getSecret(),
                        totp,
                        "wrong-code-canary");
        root.warn("the log is seen");
        stop();
        root.detachAppender(log);
        String logged = log.list.toString();
        assertTrue(logged.contains("the log is seen"), logged);
        secrets.forEach(secret -> assertFalse(logged.contains(secret), "a secret was logged"));
        boolean sawTheStore = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertFalse(content.contains(secret), () -> "a secret is in " + file);
                }
                sawTheStore |= content.contains("anna");
            }
        }
        assertTrue(sawTheStore);
        open();
    }
}
