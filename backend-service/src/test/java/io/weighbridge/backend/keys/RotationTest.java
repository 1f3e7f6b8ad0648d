package io.weighbridge.backend.keys;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.CreditPeriod;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.RotateKeyReply;
import io.weighbridge.proto.v1.RotateKeyRequest;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdateKeyRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A key with two secrets for a time: one key all the while.
final class RotationTest {
    private static final int OLD_MAX = io.weighbridge.backend.keys.ApiKey.OLD_MAX;
    private static final long HOUR_MS = 3_600_000;
    private static final KeySettings ALL = KeySettings.newBuilder().setAllServices(true).build();

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private TestBackend test;
    private KeysGrpc.KeysBlockingStub keys;
    private String account;

    @BeforeEach
    void start() {
        open();
        test.chat();
        account = IdKind.ACCOUNT.format(test.account("Acme", 1_000_000 * Calls.TOKEN).id());
    }

    private void open() {
        test = TestBackend.start(directory, time);
        keys = KeysGrpc.newBlockingStub(test.channel());
    }

    private void restart() {
        test.close();
        open();
    }

    private CreateKeyReply create(KeySettings settings) {
        return keys.createKey(
                CreateKeyRequest.newBuilder().setAccount(account).setSettings(settings).build());
    }

    private RotateKeyReply rotate(ApiKey key, long overlapMs) {
        return keys.rotateKey(
                RotateKeyRequest.newBuilder()
                        .setKey(key.getId())
                        .setVersion(key.getVersion())
                        .setOverlapMs(overlapMs)
                        .build());
    }

    private ApiKey get(ApiKey key) {
        return keys.getKey(GetKeyRequest.newBuilder().setKey(key.getId()).build());
    }

    // "ok", or the reason of the refusal.
    private String authorize(String secret) {
        AuthorizeReply reply = GateCalls.authorize(test, secret, "chat", 1, 1);
        return reply.hasAdmitted()
                ? "ok"
                : reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
    }

    @Test
    void bothSecretsWorkUntilTheInstantAndOnlyTheNewOneFromThenOn() {
        CreateKeyReply made = create(ALL);
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        assertNotEquals(made.getSecret(), rotated.getSecret());
        assertEquals(made.getKey().getId(), rotated.getKey().getId());
        assertEquals(2, rotated.getKey().getVersion());
        assertEquals(made.getKey().getHint(), rotated.getKey().getPreviousHint());
        assertEquals(time.wallMs() + HOUR_MS, rotated.getKey().getPreviousUntilMs());
        assertTrue(rotated.getSecret().endsWith(rotated.getKey().getHint().split("…", -1)[1]));
        time.pass(HOUR_MS - 1);
        assertEquals("ok", authorize(made.getSecret()));
        assertEquals("ok", authorize(rotated.getSecret()));
        restart();
        assertEquals("ok", authorize(made.getSecret()));
        assertEquals("ok", authorize(rotated.getSecret()));
        time.pass(1);
        assertEquals("ROTATED_KEY", authorize(made.getSecret()));
        assertEquals("ok", authorize(rotated.getSecret()));
        restart();
        assertEquals("ROTATED_KEY", authorize(made.getSecret()));
        assertEquals("ok", authorize(rotated.getSecret()));
    }

    @Test
    void theOverlapIsADayUnlessItIsSaidAndMayBeNone() {
        ApiKey made = create(ALL).getKey();
        RotateKeyReply day =
                keys.rotateKey(
                        RotateKeyRequest.newBuilder().setKey(made.getId()).setVersion(1).build());
        assertEquals(time.wallMs() + 24 * HOUR_MS, day.getKey().getPreviousUntilMs());
        RotateKeyReply atOnce = rotate(day.getKey(), 0);
        assertEquals("ROTATED_KEY", authorize(day.getSecret()));
        assertEquals("ok", authorize(atOnce.getSecret()));
        rotate(atOnce.getKey(), 90 * 24 * HOUR_MS);
        for (long bad : new long[] {-1, 90 * 24 * HOUR_MS + 1, Long.MAX_VALUE}) {
            assertFault(ErrorCode.INVALID_FIELD, "overlap_ms", () -> rotate(get(made), bad));
        }
    }

    @Test
    void aKeyNeverHasThreeSecrets() {
        CreateKeyReply made = create(ALL);
        RotateKeyReply first = rotate(made.getKey(), HOUR_MS);
        RotateKeyReply second = rotate(first.getKey(), 2 * HOUR_MS);
        assertEquals("ROTATED_KEY", authorize(made.getSecret()));
        assertEquals("ok", authorize(first.getSecret()));
        assertEquals("ok", authorize(second.getSecret()));
        time.pass(2 * HOUR_MS);
        assertEquals("ROTATED_KEY", authorize(first.getSecret()));
    }

    @Test
    void secretsThatAreOldEnoughAreForgotten() {
        CreateKeyReply made = create(ALL);
        ApiKey key = made.getKey();
        String second = "";
        String last = "";
        for (int i = 0; i <= OLD_MAX; i++) {
            RotateKeyReply rotated = rotate(key, 0);
            key = rotated.getKey();
            second = i == 0 ? rotated.getSecret() : second;
            last = rotated.getSecret();
        }
        for (int i = 0; i < 2; i++) {
            assertEquals("UNKNOWN_KEY", authorize(made.getSecret()));
            assertEquals("ROTATED_KEY", authorize(second));
            assertEquals("ok", authorize(last));
            restart();
        }
    }

    @Test
    void limitsSpendingUseAndHoldsAreThoseOfOneKey() {
        CreditLimit.Builder limit =
                CreditLimit.newBuilder()
                        .setAmountNanos(70 * Calls.TOKEN)
                        .setPeriod(CreditPeriod.CREDIT_PERIOD_EVER);
        CreateKeyReply made =
                create(
                        ALL.toBuilder()
                                .setCreditLimit(limit)
                                .addOverrides(
                                        ServiceLimits.newBuilder()
                                                .setService("chat")
                                                .setRequestsPerMinute(3))
                                .build());
        GateCalls.call(test, made.getSecret(), "chat", 10, 10);
        var held = GateCalls.authorize(test, made.getSecret(), "chat", 10, 10).getAdmitted();
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        assertEquals(20 * Calls.TOKEN, get(made.getKey()).getSpentNanos());
        assertEquals(made.getKey().getSettings(), rotated.getKey().getSettings());
        AuthorizeReply third = GateCalls.authorize(test, rotated.getSecret(), "chat", 10, 10);
        assertEquals(0, third.getAdmitted().getLimits().getRequests().getRemaining());
        assertEquals("REQUESTS_PER_MINUTE", authorize(made.getSecret()));
        assertEquals("REQUESTS_PER_MINUTE", authorize(rotated.getSecret()));
        time.pass(60_000);
        // 20 spent and 40 held: 10 are left.
        for (String secret : List.of(made.getSecret(), rotated.getSecret())) {
            var refused = GateCalls.authorize(test, secret, "chat", 10, 10).getRefused();
            assertEquals("REFUSAL_REASON_KEY_CREDIT_LIMIT", refused.getReason().name());
        }
        GateCalls.settle(test, held, 10, 10);
        GateCalls.settle(test, third.getAdmitted(), 10, 10);
        restart();
        ApiKey after = get(made.getKey());
        assertEquals(60 * Calls.TOKEN, after.getSpentNanos());
        assertTrue(after.getLastUsedAtMs() > 0);
        List<UsageRecord> records =
                UsageGrpc.newBlockingStub(test.channel())
                        .listRecords(
                                ListRecordsRequest.newBuilder()
                                        .setFromAtMs(time.wallMs() - HOUR_MS)
                                        .setToAtMs(time.wallMs() + HOUR_MS)
                                        .build())
                        .getRecordsList();
        assertEquals(3, records.size());
        records.forEach(record -> assertEquals(made.getKey().getId(), record.getKey()));
    }

    @Test
    void aRepeatWithTheOtherSecretIsTheSameCall() {
        CreateKeyReply made = create(ALL);
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        var call = Calls.chat(made.getSecret(), 1, 1).setIdempotent(true);
        var first = test.gate().authorize(call.build()).getAdmitted();
        call.setRequestId(first.getRequestId()).setApiKey(rotated.getSecret());
        assertEquals(
                first.getHoldId(), test.gate().authorize(call.build()).getAdmitted().getHoldId());
    }

    @Test
    void revokingEndsBothSecretsAndForbidsAnotherRotation() {
        CreateKeyReply made = create(ALL);
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        ApiKey revoked =
                keys.revokeKey(
                        RevokeKeyRequest.newBuilder()
                                .setKey(made.getKey().getId())
                                .setReason("lost")
                                .build());
        for (int i = 0; i < 2; i++) {
            assertEquals("REVOKED_KEY", authorize(made.getSecret()));
            assertEquals("REVOKED_KEY", authorize(rotated.getSecret()));
            assertFault(ErrorCode.KEY_REVOKED, "key", () -> rotate(revoked, HOUR_MS));
            restart();
        }
    }

    @Test
    void otherChangesLeaveTheSecretsAlone() {
        CreateKeyReply made = create(ALL);
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        keys.updateKey(
                UpdateKeyRequest.newBuilder()
                        .setKey(made.getKey().getId())
                        .setVersion(2)
                        .setSettings(ALL.toBuilder().setName("renamed"))
                        .build());
        restart();
        assertEquals("ok", authorize(made.getSecret()));
        assertEquals("ok", authorize(rotated.getSecret()));
        assertEquals(
                rotated.getKey().getPreviousUntilMs(), get(made.getKey()).getPreviousUntilMs());
    }

    // A reply may be lost: sending the request again must not end the secret that everybody uses.
    @Test
    void aRequestThatIsSentTwiceRotatesOnce() {
        CreateKeyReply made = create(ALL);
        rotate(made.getKey(), HOUR_MS);
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> rotate(made.getKey(), HOUR_MS));
        assertEquals("ok", authorize(made.getSecret()));
        ApiKey now = get(made.getKey());
        List<Object> results = GateCalls.atOnce(8, () -> rotate(now, HOUR_MS));
        assertEquals(1, results.stream().filter(RotateKeyReply.class::isInstance).count());
        ApiKey unknown = ApiKey.newBuilder().setId("key_0000000000001").build();
        assertFault(ErrorCode.KEY_UNKNOWN, "key", () -> rotate(unknown, 0));
    }

    @Test
    void noSecretIsStored() throws IOException {
        CreateKeyReply made = create(ALL);
        RotateKeyReply rotated = rotate(made.getKey(), HOUR_MS);
        assertFalse(get(made.getKey()).toString().contains(rotated.getSecret()));
        test.close();
        boolean sawTheStore = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : List.of(made.getSecret(), rotated.getSecret())) {
                    String random = secret.substring(secret.length() - 33);
                    assertFalse(content.contains(random), () -> "the secret is in " + file);
                }
                sawTheStore |= content.contains("Acme");
            }
        }
        assertTrue(sawTheStore);
        open();
    }
}
