package io.weighbridge.backend.keys;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.BlockKeyRequest;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.UnblockKeyRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A blocked key is refused at once, and comes back as it was.
final class BlockingTest {
    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private KeysGrpc.KeysBlockingStub keys;
    private Account account;

    @BeforeEach
    void start() {
        open();
        account = test.account("Acme", 1_000_000_000L);
        test.publish(test.service("chat"), 1_000_000_000L, 1_000_000_000L);
    }

    private void open() {
        test = TestBackend.start(directory);
        keys = KeysGrpc.newBlockingStub(test.channel());
    }

    private ApiKey block(String id, String reason) {
        return keys.blockKey(BlockKeyRequest.newBuilder().setKey(id).setReason(reason).build());
    }

    private ApiKey unblock(String id) {
        return keys.unblockKey(UnblockKeyRequest.newBuilder().setKey(id).build());
    }

    private RefusalReason refusal(String secret) {
        return GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason();
    }

    private boolean isAdmitted(String secret) {
        return GateCalls.authorize(test, secret, "chat", 10, 10).hasAdmitted();
    }

    @Test
    void refusesTheVeryNextCallAndLetsItThroughAgain() {
        ApiKeys.Made made = test.key(account);
        String id = IdKind.KEY.format(made.key().id());
        assertTrue(isAdmitted(made.secret()));
        ApiKey blocked = block(id, "odd traffic");
        assertEquals(RefusalReason.REFUSAL_REASON_BLOCKED_KEY, refusal(made.secret()));
        assertEquals("odd traffic", blocked.getBlockedReason());
        assertTrue(blocked.getBlockedAtMs() > 0);
        assertEquals(blocked, block(id, "again"));
        test.close();
        open();
        assertEquals(RefusalReason.REFUSAL_REASON_BLOCKED_KEY, refusal(made.secret()));
        ApiKey back = unblock(id);
        assertTrue(isAdmitted(made.secret()));
        assertEquals(0, back.getBlockedAtMs());
        assertEquals("", back.getBlockedReason());
        assertEquals(back.getVersion(), unblock(id).getVersion());
    }

    @Test
    void aCallInFlightIsChargedWhenItsKeyIsBlocked() {
        ApiKeys.Made made = test.key(account);
        Admitted admitted = GateCalls.authorize(test, made.secret(), "chat", 10, 10).getAdmitted();
        block(IdKind.KEY.format(made.key().id()), "odd traffic");
        assertTrue(GateCalls.settle(test, admitted, 10, 5).getChargeNanos() > 0);
    }

    @Test
    void saysWhatCannotBeBlocked() {
        ApiKeys.Made made = test.key(account);
        String id = IdKind.KEY.format(made.key().id());
        assertFault(ErrorCode.INVALID_FIELD, "reason", () -> block(id, ""));
        assertFault(ErrorCode.KEY_UNKNOWN, "key", () -> block("key_0000000000001", "x"));
        test.backend().keys().revoke(made.key().id(), "lost");
        assertFault(ErrorCode.KEY_REVOKED, "key", () -> block(id, "x"));
    }
}
