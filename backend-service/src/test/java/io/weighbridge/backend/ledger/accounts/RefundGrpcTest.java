package io.weighbridge.backend.ledger.accounts;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.Grant;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.RefundUsageReply;
import io.weighbridge.proto.v1.RefundUsageRequest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class RefundGrpcTest extends CreditFixture {
    @Test
    void givesBackWholeAndInPartsButNeverMoreThanWasCharged() {
        give(1_000);
        String record = charge(100);
        RefundUsageRequest part = refund(record, 30).build();
        RefundUsageReply first = accounts.refundUsage(part);
        assertEquals(30, first.getRefundedNanos());
        assertEquals(30, first.getRefundedTotalNanos());
        assertEquals(930, first.getBalanceNanos());
        aboveCharge(record, 71);
        RefundUsageReply rest = accounts.refundUsage(refund(record, 0).build());
        assertEquals(70, rest.getRefundedNanos());
        assertEquals(100, rest.getRefundedTotalNanos());
        aboveCharge(record, 0);
        aboveCharge(record, 1);
        assertEquals(first.toBuilder().setRepeated(true).build(), accounts.refundUsage(part));
        assertEquals(1_000, balance());
        assertEquals(1_000, grants().getFirst().getRemainingNanos());
        aboveCharge(charge(50), 51);
        assertEquals(950, balance());
    }

    private void aboveCharge(String record, long nanos) {
        assertFault(
                ErrorCode.REFUND_ABOVE_CHARGE,
                "amount_nanos",
                () -> accounts.refundUsage(refund(record, nanos).build()));
    }

    @Test
    void manyRefundsAtOnceNeverGiveBackMoreThanWasCharged() {
        give(1_000);
        String record = charge(100);
        List<Object> results =
                GateCalls.atOnce(16, () -> accounts.refundUsage(refund(record, 15).build()));
        assertEquals(6, results.stream().filter(RefundUsageReply.class::isInstance).count());
        assertEquals(990, balance());
        assertEquals(
                List.of(15L, 30L, 45L, 60L, 75L, 90L),
                results.stream()
                        .filter(RefundUsageReply.class::isInstance)
                        .map(reply -> ((RefundUsageReply) reply).getRefundedTotalNanos())
                        .sorted()
                        .toList());
    }

    @Test
    void givesBackToTheGrantsThatWereBurntAndAnewWhatHasExpired() {
        accounts.addGrant(grant(60, time.wallMs() + 60_000).build());
        give(1_000);
        String record = charge(100);
        assertEquals(960, balance());
        time.pass(Duration.ofMinutes(2));
        assertEquals(1_060, accounts.refundUsage(refund(record, 0).build()).getBalanceNanos());
        List<Grant> grants = grants();
        assertEquals(3, grants.size());
        assertEquals(1_000, grants.get(0).getRemainingNanos());
        assertEquals(GrantKind.GRANT_KIND_REFUND, grants.get(1).getKind());
        assertEquals(60, grants.get(1).getRemainingNanos());
        assertEquals(0, grants.get(1).getExpiresAtMs());
        assertEquals(0, grants.get(2).getRemainingNanos());
    }

    @Test
    void aRefundOfAnOverrunThatWasPaidBackSinceIsAGrant() {
        give(10);
        Admitted admitted = GateCalls.authorize(test, secret, "chat", 9, 1).getAdmitted();
        assertEquals(-90, GateCalls.settle(test, admitted, 99, 1).getBalanceNanos());
        AddGrantReply repaid = give(200);
        assertEquals(110, repaid.getBalanceNanos());
        assertEquals(110, repaid.getGrant().getRemainingNanos());
        RefundUsageReply back = accounts.refundUsage(refund(admitted.getRequestId(), 0).build());
        assertEquals(100, back.getRefundedNanos());
        assertEquals(210, back.getBalanceNanos());
        assertEquals(
                210, grants().stream().mapToLong(Grant::getRemainingNanos).sum(), "all in grants");
        assertTrue(
                grants().stream()
                        .anyMatch(
                                grant ->
                                        grant.getKind() == GrantKind.GRANT_KIND_REFUND
                                                && grant.getRemainingNanos() == 90),
                () -> grants().toString());
    }

    @Test
    void aRefundOfAnOverrunPaysBackTheOverdraftFirst() {
        give(10);
        Admitted admitted = GateCalls.authorize(test, secret, "chat", 9, 1).getAdmitted();
        GateCalls.settle(test, admitted, 99, 1);
        give(30);
        RefundUsageReply back = accounts.refundUsage(refund(admitted.getRequestId(), 80).build());
        assertEquals(20, back.getBalanceNanos());
        assertEquals(20, grants().stream().mapToLong(Grant::getRemainingNanos).sum());
    }
}
