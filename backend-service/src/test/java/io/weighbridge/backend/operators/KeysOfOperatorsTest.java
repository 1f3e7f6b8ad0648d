package io.weighbridge.backend.operators;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.RotateKeyReply;
import io.weighbridge.proto.v1.RotateKeyRequest;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.UpdateOperatorReply;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What becomes of the keys whose secrets an operator has seen.
final class KeysOfOperatorsTest {
    private static final long HOUR_MS = 3_600_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private OperatorClient client;
    private String account;
    private Operator anna;
    private Session session;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        client = new OperatorClient(test.connectBare());
        test.chat();
        account = IdKind.ACCOUNT.format(test.account("Acme", 1_000 * Calls.TOKEN).id());
        var made = client.createOwn(admin(), "anna", Role.ROLE_ADMIN);
        anna = made.getOperator();
        session = client.login("anna", made.getPassword());
    }

    @AfterEach
    void stop() {
        ((io.grpc.ManagedChannel) client.channel()).shutdownNow();
        test.close();
    }

    private String admin() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.ADMIN);
    }

    private KeysGrpc.KeysBlockingStub keys(String token) {
        return KeysGrpc.newBlockingStub(client.channel())
                .withInterceptors(BearerToken.attaching(token));
    }

    private CreateKeyReply create(String token) {
        return keys(token)
                .createKey(
                        CreateKeyRequest.newBuilder()
                                .setAccount(account)
                                .setSettings(KeySettings.newBuilder().setAllServices(true))
                                .build());
    }

    private RotateKeyReply rotate(String token, ApiKey key, long overlapMs) {
        return keys(token)
                .rotateKey(
                        RotateKeyRequest.newBuilder()
                                .setKey(key.getId())
                                .setVersion(key.getVersion())
                                .setOverlapMs(overlapMs)
                                .build());
    }

    private UpdateOperatorReply update(Role role, boolean disabled, @Nullable Boolean revokeKeys) {
        UpdateOperatorRequest.Builder request =
                UpdateOperatorRequest.newBuilder()
                        .setOperator(anna.getId())
                        .setVersion(anna.getVersion())
                        .setRole(role)
                        .setDisabled(disabled);
        if (revokeKeys != null) {
            request.setRevokeKeys(revokeKeys);
        }
        UpdateOperatorReply reply = client.as(admin()).updateOperator(request.build());
        anna = reply.getOperator();
        return reply;
    }

    private String authorize(String secret) {
        AuthorizeReply reply = GateCalls.authorize(test, secret, "chat", 1, 1);
        return reply.hasAdmitted()
                ? "ok"
                : reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
    }

    private static UpdateOperatorReply counts(UpdateOperatorReply reply) {
        return reply.toBuilder().clearOperator().build();
    }

    private static UpdateOperatorReply counts(int revoked, int left) {
        return UpdateOperatorReply.newBuilder().setKeysRevoked(revoked).setKeysLeft(left).build();
    }

    @Test
    void aKeySaysWhoMadeItAndWhoSawItsSecret() {
        ApiKey made = create(session.getAccessToken()).getKey();
        assertEquals(anna.getId(), made.getMadeBy());
        assertEquals(anna.getId(), made.getSecretShownTo());
        ApiKey rotated = rotate(admin(), made, HOUR_MS).getKey();
        assertEquals(anna.getId(), rotated.getMadeBy());
        assertTrue(rotated.getSecretShownTo().startsWith("op_"));
        assertTrue(!rotated.getSecretShownTo().equals(anna.getId()));
    }

    @Test
    void whoLosesTheRightNeedsADecisionAboutTheKeys() {
        String secret = create(session.getAccessToken()).getSecret();
        create(session.getAccessToken());
        for (boolean disabled : new boolean[] {true, false}) {
            String text =
                    assertFault(
                            ErrorCode.KEYS_UNDECIDED,
                            "revoke_keys",
                            () -> update(Role.ROLE_VIEWER, disabled, null));
            assertTrue(text.contains("2 keys"), text);
        }
        // Nothing was changed.
        assertEquals(Role.ROLE_ADMIN, client.whoAmI(session).getRole());
        assertEquals("ok", authorize(secret));
        // Without a loss nothing need be said.
        assertEquals(counts(0, 2), counts(update(Role.ROLE_ADMIN, false, null)));
        assertEquals(counts(0, 2), counts(update(Role.ROLE_SUPPORT, false, false)));
        assertEquals("ok", authorize(secret));
        // Already lost: it can still be done.
        assertEquals(counts(0, 2), counts(update(Role.ROLE_SUPPORT, true, null)));
        assertEquals(counts(2, 0), counts(update(Role.ROLE_SUPPORT, true, true)));
        assertEquals("REVOKED_KEY", authorize(secret));
    }

    @Test
    void onlyKeysWithAWorkingSecretThatWasSeenAreRevoked() {
        String token = session.getAccessToken();
        CreateKeyReply seen = create(token);
        CreateKeyReply rotatedAway = create(token);
        RotateKeyReply away = rotate(admin(), rotatedAway.getKey(), 0);
        CreateKeyReply overlapping = create(token);
        RotateKeyReply overlap = rotate(admin(), overlapping.getKey(), HOUR_MS);
        CreateKeyReply ofOther = create(admin());
        CreateKeyReply rotatedByAnna = create(admin());
        RotateKeyReply byAnna = rotate(token, rotatedByAnna.getKey(), HOUR_MS);
        test.backend()
                .keys()
                .create(
                        IdKind.ACCOUNT.parse(account).getAsLong(),
                        io.weighbridge.backend.keys.KeySettings.unlimited(""));
        assertEquals(counts(3, 0), counts(update(Role.ROLE_ADMIN, true, true)));
        assertEquals("REVOKED_KEY", authorize(seen.getSecret()));
        assertEquals("ok", authorize(away.getSecret()));
        assertEquals("REVOKED_KEY", authorize(overlap.getSecret()));
        assertEquals("ok", authorize(ofOther.getSecret()));
        assertEquals("REVOKED_KEY", authorize(byAnna.getSecret()));
        assertEquals("REVOKED_KEY", authorize(rotatedByAnna.getSecret()));
    }

    @Test
    void rotatingInTimeKeepsACustomerGoing() {
        CreateKeyReply made = create(session.getAccessToken());
        assertEquals(counts(0, 1), counts(update(Role.ROLE_VIEWER, false, false)));
        RotateKeyReply rotated = rotate(admin(), made.getKey(), HOUR_MS);
        assertEquals(counts(0, 1), counts(update(Role.ROLE_VIEWER, false, null)));
        time.pass(HOUR_MS);
        assertEquals(counts(0, 0), counts(update(Role.ROLE_VIEWER, false, true)));
        assertEquals("ok", authorize(rotated.getSecret()));
        assertEquals("ROTATED_KEY", authorize(made.getSecret()));
    }

    @Test
    void whoHasNoKeysNeedsNoDecision() {
        assertEquals(counts(0, 0), counts(update(Role.ROLE_VIEWER, true, null)));
    }

    // The right is asked again where the key is made: a call that was let in before it was lost
    // must not make one after the keys were revoked.
    @Test
    void aRightThatIsLostMeanwhileMakesNoKey() {
        long id = IdKind.OPERATOR.parse(anna.getId()).getAsLong();
        long owner = IdKind.ACCOUNT.parse(account).getAsLong();
        var settings = io.weighbridge.backend.keys.KeySettings.unlimited("");
        var made = test.backend().keys().create(owner, settings, id);
        update(Role.ROLE_ADMIN, true, true);
        assertEquals(
                "PERMISSION_DENIED",
                codeOf(() -> test.backend().keys().create(owner, settings, id)));
        var other = test.backend().keys().create(owner, settings);
        assertEquals(
                "PERMISSION_DENIED",
                codeOf(() -> test.backend().keys().rotate(other.key().id(), 1, 0, id)));
        assertEquals("REVOKED_KEY", authorize(made.secret()));
    }

    private static String codeOf(org.junit.jupiter.api.function.Executable call) {
        return org.junit.jupiter.api.Assertions.assertThrows(
                        io.weighbridge.backend.platform.fault.Fault.class, call)
                .code()
                .name();
    }

    // The rule that is asked there is that of the contract.
    @Test
    void whoMayMakeKeysIsWhoTheContractSays() {
        for (var role : io.weighbridge.backend.platform.access.Role.values()) {
            String token = test.tokens().operator(role);
            Operator operator =
                    client.as(token)
                            .whoAmI(io.weighbridge.proto.v1.WhoAmIRequest.getDefaultInstance());
            boolean let = !"PERMISSION_DENIED".equals(Calls.outcome(() -> create(token)));
            assertEquals(
                    let,
                    test.backend()
                            .operators()
                            .mayMakeKeys(IdKind.OPERATOR.parse(operator.getId()).getAsLong()));
        }
    }
}
