package io.weighbridge.backend.ledger.accounts;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.testkit.Faults;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.Grant;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.ListGrantsReply;
import io.weighbridge.proto.v1.RefundUsageReply;
import io.weighbridge.proto.v1.RefundUsageRequest;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

final class CreditGrpcTest extends CreditFixture {
    @Test
    void aRepeatedGrantAnswersWithTheFirstResultAndMovesNothing() {
        AddGrantRequest request = grant(1_000, time.wallMs() + 60_000).build();
        AddGrantReply first = accounts.addGrant(request);
        assertFalse(first.getRepeated());
        assertEquals(1_000, first.getBalanceNanos());
        assertEquals(1_000, first.getGrant().getRemainingNanos());
        charge(300);
        AddGrantReply again = first.toBuilder().setRepeated(true).build();
        assertEquals(again, accounts.addGrant(request));
        test.close();
        open();
        assertEquals(again, accounts.addGrant(request));
        // Also when such a grant could not be given any more.
        time.pass(Duration.ofMinutes(2));
        assertEquals(again, accounts.addGrant(request));
        assertEquals(1, grants().size());
    }

    @Test
    void anOperationIdIsForOneContentOnly() {
        AddGrantRequest request = grant(1_000, 0).build();
        accounts.addGrant(request);
        String id = request.getOperationId();
        reused(request.toBuilder().setAmountNanos(1_001));
        reused(request.toBuilder().setNote("other"));
        reused(request.toBuilder().setKind(GrantKind.GRANT_KIND_PROMOTIONAL));
        reused(request.toBuilder().setExpiresAtMs(time.wallMs() + 60_000));
        reused(
                request.toBuilder()
                        .setAccount(IdKind.ACCOUNT.format(test.account("Other", 0).id())));
        assertFault(
                ErrorCode.OPERATION_REUSED,
                "operation_id",
                () -> accounts.adjustCredit(adjustment(1_000).setOperationId(id).build()));
        String record = charge(10);
        assertFault(
                ErrorCode.OPERATION_REUSED,
                "operation_id",
                () -> accounts.refundUsage(refund(record, 1).setOperationId(id).build()));
        assertEquals(990, balance());
    }

    private void reused(AddGrantRequest.Builder request) {
        assertFault(
                ErrorCode.OPERATION_REUSED,
                "operation_id",
                () -> accounts.addGrant(request.build()));
    }

    @Test
    void sixteenCallersWithOneOperationIdMoveCreditOnce() {
        AddGrantRequest grant = grant(1_000, 0).build();
        List<Object> granted = GateCalls.atOnce(16, () -> accounts.addGrant(grant));
        assertEquals(
                1,
                granted.stream().filter(reply -> !((AddGrantReply) reply).getRepeated()).count());
        assertEquals(
                1,
                granted.stream()
                        .map(reply -> ((AddGrantReply) reply).getGrant())
                        .distinct()
                        .count());
        AdjustCreditRequest take = adjustment(-100).build();
        List<Object> taken = GateCalls.atOnce(16, () -> accounts.adjustCredit(take));
        assertEquals(
                1,
                taken.stream().filter(reply -> !((AdjustCreditReply) reply).getRepeated()).count());
        assertEquals(900, balance());
        String record = charge(10);
        RefundUsageRequest refund = refund(record, 4).build();
        List<Object> refunded = GateCalls.atOnce(16, () -> accounts.refundUsage(refund));
        assertEquals(
                1,
                refunded.stream()
                        .filter(reply -> !((RefundUsageReply) reply).getRepeated())
                        .count());
        assertEquals(894, balance());
        assertEquals(1, grants().size());
    }

    @Test
    void sixteenCallersWithOneOperationIdAndOtherContentsMoveCreditOnce() {
        String id = newId();
        List<Object> results = new ArrayList<>();
        var amounts = new java.util.concurrent.atomic.AtomicLong(100);
        results.addAll(
                GateCalls.atOnce(
                        16,
                        () ->
                                accounts.addGrant(
                                        grant(amounts.incrementAndGet(), 0)
                                                .setOperationId(id)
                                                .build())));
        assertEquals(1, results.stream().filter(AddGrantReply.class::isInstance).count());
        assertEquals(
                15,
                results.stream()
                        .filter(Throwable.class::isInstance)
                        .filter(t -> Faults.reason((Throwable) t).equals("OPERATION_REUSED"))
                        .count());
        assertEquals(1, grants().size());
        assertEquals(grants().getFirst().getGrantedNanos(), balance());
    }

    @Test
    void takesNoMoreThanWhatIsAvailable() {
        give(1_000);
        accounts.updateAccount(
                UpdateAccountRequest.newBuilder()
                        .setAccount(account)
                        .setVersion(1)
                        .setName("Acme")
                        .setOverdraftLimitNanos(5_000)
                        .build());
        GateCalls.authorize(test, secret, "chat", 300, 100);
        AdjustCreditRequest tooMuch = adjustment(-601).build();
        assertFault(
                ErrorCode.INSUFFICIENT_CREDIT,
                "amount_nanos",
                () -> accounts.adjustCredit(tooMuch));
        assertEquals(1_000, balance());
        AdjustCreditRequest take = adjustment(-600).build();
        AdjustCreditReply taken = accounts.adjustCredit(take);
        assertEquals(1_000, taken.getBalanceBeforeNanos());
        assertEquals(400, taken.getBalanceNanos());
        assertEquals(taken.toBuilder().setRepeated(true).build(), accounts.adjustCredit(take));
        // A refused one was not done: the same id may be tried again.
        give(601);
        assertEquals(400, accounts.adjustCredit(tooMuch).getBalanceNanos());
    }

    @Test
    void manyTakersNeverTakeMoreThanThereIs() {
        give(1_000);
        List<Object> results =
                GateCalls.atOnce(16, () -> accounts.adjustCredit(adjustment(-150).build()));
        assertEquals(6, results.stream().filter(AdjustCreditReply.class::isInstance).count());
        assertEquals(100, balance());
    }

    @Test
    void listsGrantsInBurnOrderAndNoneTwiceWhileTheyAreBurnt() {
        long nowMs = time.wallMs();
        List<String> expected = new ArrayList<>();
        accounts.addGrant(grant(10, 0).setNote("never 1").build());
        accounts.addGrant(grant(10, nowMs + 900_000).setNote("late").build());
        accounts.addGrant(grant(10, nowMs + 600_000).setNote("early").build());
        accounts.addGrant(grant(10, 0).setNote("never 2").build());
        accounts.addGrant(grant(5, nowMs + 300_000).setNote("first").build());
        charge(5);
        expected.addAll(List.of("early", "late", "never 1", "never 2", "first"));
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListGrantsReply page = grants(1, token);
            page.getGrantsList().forEach(grant -> seen.add(grant.getNote()));
            token = page.getNextPageToken();
            if (seen.size() == 1 || seen.size() == 2) {
                // Uses the one up that was just shown, and adds one to the front.
                charge(10);
                if (seen.size() == 2) {
                    accounts.addGrant(grant(10, nowMs + 100_000).setNote("new").build());
                }
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        assertEquals(
                List.of("new", "never 1", "never 2", "first", "early", "late"),
                grants().stream().map(Grant::getNote).toList());
        String foreign = grants(1, "").getNextPageToken();
        account = IdKind.ACCOUNT.format(test.account("Other", 0).id());
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> grants(1, foreign));
    }

    @Test
    void refusesBadInputAndMovesNothing() {
        give(100);
        String record = charge(10);
        for (String id : List.of("", "1-1-1-1-1", "x".repeat(36), "x".repeat(9_999), "a\u0000")) {
            badGrant("operation_id", grant(1, 0).setOperationId(id));
            badAdjustment("operation_id", adjustment(1).setOperationId(id));
            badRefund("operation_id", refund(record, 1).setOperationId(id));
        }
        for (long nanos : new long[] {0, -1, Long.MIN_VALUE, 1_000_000_000_000_000_001L}) {
            badGrant("amount_nanos", grant(nanos, 0));
        }
        for (int kind : new int[] {0, 3, 4, 5, -1}) {
            badGrant("kind", grant(1, 0).setKindValue(kind));
        }
        for (long ms : new long[] {-1, 1, Long.MIN_VALUE}) {
            badGrant("expires_at_ms", grant(1, ms));
            badAdjustment("expires_at_ms", adjustment(1).setExpiresAtMs(ms));
        }
        badGrant("note", grant(1, 0).setNote("x".repeat(201)));
        badGrant("note", grant(1, 0).setNote("a\u009f"));
        for (long nanos : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}) {
            badAdjustment("amount_nanos", adjustment(nanos));
        }
        badAdjustment("expires_at_ms", adjustment(-1).setExpiresAtMs(time.wallMs() + 60_000));
        for (int reason : new int[] {0, 7, -1}) {
            badAdjustment("reason", adjustment(1).setReasonValue(reason));
            badRefund("reason", refund(record, 1).setReasonValue(reason));
        }
        for (String note : List.of("", "x".repeat(201), "a\nb")) {
            badAdjustment("note", adjustment(1).setNote(note));
            badRefund("note", refund(record, 1).setNote(note));
        }
        badRefund("amount_nanos", refund(record, -1));
        badRefund("amount_nanos", refund(record, Long.MIN_VALUE));
        badRefund("record_id", refund("", 1));
        badRefund("record_id", refund(UUID.randomUUID().toString(), 1));
        assertFault(
                ErrorCode.RECORD_UNKNOWN,
                "record_id",
                () ->
                        accounts.refundUsage(
                                refund("01890000-0000-7000-8000-000000000000", 1).build()));
        assertEquals(90, balance());
        assertEquals(1, grants().size());
    }

    private void badGrant(String field, AddGrantRequest.Builder request) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> accounts.addGrant(request.build()));
    }

    private void badAdjustment(String field, AdjustCreditRequest.Builder request) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> accounts.adjustCredit(request.build()));
    }

    private void badRefund(String field, RefundUsageRequest.Builder request) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> accounts.refundUsage(request.build()));
    }

    @Test
    void aBalanceNeverLeavesWhatCanBeCounted() {
        long most = 1_000_000_000_000_000_000L;
        for (int i = 1; i <= 4; i++) {
            assertEquals(i * most, give(most).getBalanceNanos());
        }
        assertFault(ErrorCode.INVALID_FIELD, "amount_nanos", () -> give(1));
        assertEquals(4 * most, balance());
    }
}
