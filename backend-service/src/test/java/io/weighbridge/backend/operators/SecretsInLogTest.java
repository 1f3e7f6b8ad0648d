package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.log.LogText;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.ConfirmTotpRequest;
import io.weighbridge.proto.v1.EnrolTotpReply;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.ProxyCredentialsGrpc;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.RotateProxyCredentialRequest;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.SettleBatchRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Secrets go through every path that takes one, those that fail too, with a disk that fails in the
/// end. No line of the log holds any, as text and as JSON, whatever is logged at all.
final class SecretsInLogTest {
    @TempDir Path directory;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void listen() {
        log.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        logger("io.weighbridge").setLevel(Level.TRACE);
        logger("io.grpc").setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(log);
        logger("io.weighbridge").setLevel(null);
        logger("io.grpc").setLevel(null);
    }

    private String secret(String what, String value) {
        assertTrue(value.length() >= 6, what);
        secrets.put(what, value);
        return value;
    }

    private void requireNone() {
        logger("io.weighbridge.canary").warn("the log is seen");
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : log.list) {
            all.append(LogText.text(event)).append(LogText.json(event));
        }
        String logged = all.toString();
        assertTrue(logged.contains("the log is seen"));
        secrets.forEach(
                (what, value) -> assertFalse(logged.contains(value), what + " is in the log"));
    }

    @Test
    void keysTokensAndHoldIdsAreNot() throws Exception {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            ApiKeys.Made key = test.key(test.account("Acme", 1_000 * Calls.TOKEN));
            String apiKey = secret("API key", key.secret());
            String proxy = secret("proxy's secret", test.tokens().proxy("test"));
            secret("session's token", test.tokens().operator(Role.ADMIN));
            String hold =
                    test.gate()
                            .authorize(Calls.chat(apiKey, 1, 1).build())
                            .getAdmitted()
                            .getHoldId();
            secret("hold id", hold);
            byte[] holdKey = Files.readAllBytes(directory.resolve("secrets/hold.key"));
            secret("hold key", HexFormat.of().formatHex(holdKey));
            secret("hold key in base 64", Base64.getEncoder().encodeToString(holdKey));

            gateCalls(test, apiKey, hold);
            wrongTokens(test, proxy);
            var _ = test.backend().keys().revoke(key.key().id(), "test");
            Calls.outcome(() -> test.gate().authorize(Calls.chat(apiKey, 1, 1).build()));

            breakJournal();
            Calls.outcome(() -> test.gate().settle(Calls.settle(hold, 1, 1).build()));
            Calls.await("stopped", () -> !test.backend().ledger().isHealthy());
            gateCalls(test, apiKey, hold);
        }
        assertTrue(log.list.stream().anyMatch(event -> event.getLevel() == Level.ERROR));
        requireNone();
    }

    // In the right field, in wrong ones, damaged, in each form of call.
    private void gateCalls(TestBackend test, String apiKey, String hold) throws Exception {
        String unknown = secret("wrong key", "wb_live_canaryCanaryCanaryCanary0123456789");
        for (String key : new String[] {apiKey, unknown, apiKey + "x", ""}) {
            Calls.outcome(() -> test.gate().authorize(Calls.chat(key, 1, 1).build()));
            Calls.outcome(
                    () ->
                            test.gate()
                                    .authorize(
                                            Calls.chat(key, 1, 1)
                                                    .setService(apiKey)
                                                    .setRequestId(apiKey)
                                                    .build()));
            Calls.outcome(
                    () ->
                            test.gate()
                                    .authorizeBatch(
                                            AuthorizeBatchRequest.newBuilder()
                                                    .addCalls(Calls.chat(key, 1, 1))
                                                    .addCalls(Calls.chat(key, -1, 1))
                                                    .build()));
        }
        String forged = secret("forged hold id", hold.substring(0, hold.length() - 1) + "_");
        for (String id : new String[] {hold, forged, apiKey}) {
            Calls.outcome(
                    () -> test.gate().extend(ExtendRequest.newBuilder().setHoldId(id).build()));
            Calls.outcome(() -> test.gate().settle(Calls.settle(id, -1, 1).build()));
            Calls.outcome(
                    () ->
                            test.gate()
                                    .settleBatch(
                                            SettleBatchRequest.newBuilder()
                                                    .addSettles(Calls.settle(id, -1, 1))
                                                    .build()));
            Calls.outcome(
                    () ->
                            test.gate()
                                    .release(
                                            ReleaseRequest.newBuilder()
                                                    .setHoldId(id)
                                                    .setRequestId(id)
                                                    .build()));
        }
    }

    private void wrongTokens(TestBackend test, String proxy) {
        ManagedChannel bare = test.connectBare();
        try {
            GateGrpc.GateBlockingStub gate = GateGrpc.newBlockingStub(bare);
            for (String token :
                    new String[] {
                        secret("wrong token", "wbs_canaryCanaryCanary"),
                        proxy + "x",
                        secret("token of no kind", "canary-of-no-kind"),
                        proxy + " " + proxy
                    }) {
                Metadata twice = BearerToken.metadata(token);
                twice.merge(BearerToken.metadata(token));
                for (Metadata headers : new Metadata[] {BearerToken.metadata(token), twice}) {
                    Calls.outcome(
                            () ->
                                    gate.withInterceptors(
                                                    MetadataUtils.newAttachHeadersInterceptor(
                                                            headers))
                                            .release(ReleaseRequest.getDefaultInstance()));
                }
            }
        } finally {
            bare.shutdownNow();
        }
    }

    // An interrupted thread's file channel closes: to the ledger the disk is gone.
    private static void breakJournal() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("ledger-writer")) {
                thread.interrupt();
            }
        }
    }

    @Test
    void passwordsAndSecondFactorsAreNot() throws Exception {
        String password;
        try (TestBackend test = TestBackend.start(directory)) {
            password =
                    secret(
                            "password",
                            test.backend().operators().create("anna", "", Role.ADMIN).password());
            ManagedChannel bare = test.connectBare();
            try {
                OperatorClient client = new OperatorClient(bare);
                logins(client, password);
                Session session = client.login("anna", password);
                secret("access token", session.getAccessToken());
                secret("refresh token", session.getRefreshToken());
                password = changePassword(client, session, password);
                Session other = client.login("anna", password);
                enrol(client, other, password);
                Session fresh = client.refresh(session.getRefreshToken());
                secret("second access token", fresh.getAccessToken());
                secret("second refresh token", fresh.getRefreshToken());
                Calls.outcome(() -> client.refresh(session.getRefreshToken()));
                Calls.outcome(() -> client.refresh(fresh.getRefreshToken()));
                rotate(test, bare);
            } finally {
                bare.shutdownNow();
            }
        }
        requireNone();
    }

    private void logins(OperatorClient client, String password) {
        Calls.outcome(() -> client.login("anna", password + "x"));
        Calls.outcome(() -> client.login("anna", secret("typed as a password", "canary-typed")));
        Calls.outcome(() -> client.login(password, password));
        Calls.outcome(() -> client.login("anna", password, secret("typed code", "canary-code")));
    }

    private String changePassword(OperatorClient client, Session session, String old) {
        String next = secret("new password", "canary-password-long-enough");
        for (String[] pair :
                new String[][] {{"canary-wrong", next}, {old, "short"}, {old, old}, {old, next}}) {
            Calls.outcome(
                    () ->
                            client.as(session)
                                    .changePassword(
                                            ChangePasswordRequest.newBuilder()
                                                    .setOldPassword(pair[0])
                                                    .setNewPassword(pair[1])
                                                    .build()));
        }
        return next;
    }

    private void enrol(OperatorClient client, Session session, String password) {
        EnrolTotpReply enrolled =
                client.as(session)
                        .enrolTotp(EnrolTotpRequest.newBuilder().setPassword(password).build());
        secret("TOTP secret", enrolled.getSecret());
        secret("TOTP URI", enrolled.getUri());
        for (String code : new String[] {"canary-code", ""}) {
            Calls.outcome(
                    () ->
                            client.as(session)
                                    .confirmTotp(
                                            ConfirmTotpRequest.newBuilder().setCode(code).build()));
        }
    }

    private void rotate(TestBackend test, ManagedChannel bare) {
        var made = test.backend().proxies().create("edge", true, Set.of(), 0);
        secret("edge's secret", made.secret());
        var credentials =
                ProxyCredentialsGrpc.newBlockingStub(bare)
                        .withInterceptors(
                                BearerToken.attaching(test.tokens().operator(Role.ADMIN)));
        Calls.outcome(
                () ->
                        credentials.rotateProxyCredential(
                                RotateProxyCredentialRequest.newBuilder()
                                        .setCredential(made.secret())
                                        .build()));
    }

    @Test
    void damagedFilesOfSecretsAreNot() throws IOException {
        TestBackend.start(directory).close();
        Path file = directory.resolve("secrets/hold.key");
        secret("hold key", "canary-hold-key");
        Files.writeString(file, "canary-hold-key");
        Fault fault = assertThrows(Fault.class, () -> TestBackend.start(directory).close());
        assertFalse(fault.logText().contains("canary"), fault.logText());
        logger("io.weighbridge.canary").error("A start failed", fault);
        requireNone();
        assertEquals("canary-hold-key", Files.readString(file));
    }
}
