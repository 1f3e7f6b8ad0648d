package io.weighbridge.backend.ledger.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.Grant;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.ListGrantsReply;
import io.weighbridge.proto.v1.ListGrantsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RefundUsageRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// One account and a key of it at a service that costs one nano for each token.
abstract class CreditFixture {
    @TempDir Path directory;
    final ShiftedTime time = new ShiftedTime();
    @AutoClose TestBackend test;
    AccountsGrpc.AccountsBlockingStub accounts;
    String account;
    String secret;

    @BeforeEach
    void start() {
        open();
        test.publish(test.service("chat"), 1_000_000L, 1_000_000L);
        Account acme = test.account("Acme", 0);
        account = IdKind.ACCOUNT.format(acme.id());
        secret = test.key(acme).secret();
    }

    final void open() {
        test = TestBackend.start(directory, time);
        accounts = AccountsGrpc.newBlockingStub(test.channel());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    AddGrantRequest.Builder grant(long nanos, long expiresAtMs) {
        return AddGrantRequest.newBuilder()
                .setAccount(account)
                .setOperationId(newId())
                .setKind(GrantKind.GRANT_KIND_PURCHASED)
                .setAmountNanos(nanos)
                .setExpiresAtMs(expiresAtMs)
                .setNote("n");
    }

    AddGrantReply give(long nanos) {
        return accounts.addGrant(grant(nanos, 0).build());
    }

    AdjustCreditRequest.Builder adjustment(long nanos) {
        return AdjustCreditRequest.newBuilder()
                .setAccount(account)
                .setOperationId(newId())
                .setAmountNanos(nanos)
                .setReason(AdjustmentReason.ADJUSTMENT_REASON_GOODWILL)
                .setNote("sorry");
    }

    RefundUsageRequest.Builder refund(String record, long nanos) {
        return RefundUsageRequest.newBuilder()
                .setRecordId(record)
                .setOperationId(newId())
                .setAmountNanos(nanos)
                .setReason(AdjustmentReason.ADJUSTMENT_REASON_WRONG_CHARGE)
                .setNote("sorry");
    }

    /// Makes a call of so many tokens at one nano each.
    String charge(long tokens) {
        Admitted admitted = GateCalls.authorize(test, secret, "chat", tokens - 1, 1).getAdmitted();
        assertEquals(tokens, GateCalls.settle(test, admitted, tokens - 1, 1).getChargeNanos());
        return admitted.getRequestId();
    }

    long balance() {
        return accounts.getBalance(GetBalanceRequest.newBuilder().setAccount(account).build())
                .getBalanceNanos();
    }

    List<Grant> grants() {
        return grants(0, "").getGrantsList();
    }

    ListGrantsReply grants(int size, String token) {
        return accounts.listGrants(
                ListGrantsRequest.newBuilder()
                        .setAccount(account)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }
}
