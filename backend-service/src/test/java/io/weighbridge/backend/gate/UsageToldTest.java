package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What was told of a call's usage is what is charged and kept, whoever went away meanwhile.
final class UsageToldTest {
    @TempDir Path directory;
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private Admitted hold() {
        return test.gate().authorize(Calls.chat(key, 10, 20).build()).getAdmitted();
    }

    private UsageRecord record(Admitted call) {
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRequestId()).build());
    }

    private SettleReply settle(SettleRequest.Builder request) {
        return test.gate().settle(request.build());
    }

    // LiteLLM #14457, #33736 and #34147: when the client hung up there was no row at all, or one
    // without what the provider billed.
    @Test
    void shouldKeepTheUsageOfACallWhoseClientHungUp() {
        Admitted call = hold();
        SettleReply reply =
                settle(
                        Calls.settle(call.getHoldId(), 10, 3)
                                .setOutcome(Outcome.OUTCOME_CLIENT_GONE));
        assertEquals(13 * Calls.TOKEN, reply.getChargeNanos());
        assertFalse(reply.getUnrated());
        assertEquals(987 * Calls.TOKEN, test.balance(account).balanceNanos());
        UsageRecord record = record(call);
        assertEquals(Outcome.OUTCOME_CLIENT_GONE, record.getOutcome());
        assertEquals(Calls.tokens(10, 3), record.getUnitsList());
        assertEquals(13 * Calls.TOKEN, record.getChargeNanos());
    }

    // LiteLLM #37992: an explicit zero was taken as missing, and the estimate was billed.
    @Test
    void shouldTakeAnExplicitZeroAsZero() {
        Admitted noOutput = hold();
        SettleReply reply =
                settle(
                        Calls.settle(noOutput.getHoldId(), 10, 0)
                                .setOutcome(Outcome.OUTCOME_CLIENT_GONE));
        assertEquals(10 * Calls.TOKEN, reply.getChargeNanos());
        assertEquals(Calls.tokens(10, 0), record(noOutput).getUnitsList());
        Admitted nothing = hold();
        SettleReply none =
                settle(
                        Calls.settle(nothing.getHoldId(), 0, 0)
                                .setOutcome(Outcome.OUTCOME_UPSTREAM_ERROR));
        assertEquals(0, none.getChargeNanos());
        assertFalse(none.getUnrated(), "zero was told, so nothing is missing");
        assertEquals(990 * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(0, test.balance(account).heldNanos().orElseThrow());
    }
}
