package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.ListGrantsRequest;
import io.weighbridge.proto.v1.ListHoldsRequest;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.UsageGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// GHSA-qqcv-vg9f-5rr3 at LiteLLM and CVE-2026-30886 at new-api: an id was enough to reach what
/// belongs to others. Here an id opens nothing without the key, or the proxy, that it was made by,
/// and a list of one account holds nothing of another.
final class OwnershipTest {
    @TempDir Path directory;
    private TestBackend test;
    private Account ours;
    private Account theirs;
    private String ourKey;
    private String theirKey;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        test.chat();
        ours = test.account("Ours", 1_000 * Calls.TOKEN);
        theirs = test.account("Theirs", 1_000 * Calls.TOKEN);
        ourKey = test.key(ours).secret();
        theirKey = test.key(theirs).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private AuthorizeReply ask(String key, String requestId) {
        return test.gate()
                .authorize(
                        Calls.chat(key, 10, 10)
                                .setRequestId(requestId)
                                .setIdempotent(true)
                                .build());
    }

    @Test
    void shouldTellNothingOfACallToWhoKnowsItsRequestId() {
        String id = RequestId.next(System.currentTimeMillis()).toString();
        AuthorizeReply theirCall = ask(theirKey, id);
        assertTrue(theirCall.hasAdmitted());
        AuthorizeReply reply = ask(ourKey, id);
        assertEquals(
                RefusalReason.REFUSAL_REASON_DUPLICATE_REQUEST, reply.getRefused().getReason());
        assertFalse(reply.toString().contains(theirCall.getAdmitted().getHoldId()));
        assertEquals(1_000 * Calls.TOKEN, test.balance(ours).availableNanos().orElseThrow());
        // Another proxy gets no further with it.
        String denied = "HOLD_OF_ANOTHER_PROXY";
        assertEquals(
                denied,
                Calls.outcome(
                        () ->
                                test.gate("other")
                                        .settle(Calls.settle("", 1, 1).setRequestId(id).build())));
        assertEquals(
                denied,
                Calls.outcome(
                        () ->
                                test.gate("other")
                                        .release(
                                                Calls.release("").toBuilder()
                                                        .setRequestId(id)
                                                        .build())));
        assertEquals(20 * Calls.TOKEN, test.balance(theirs).heldNanos().orElseThrow());
    }

    @Test
    void shouldListOfAnAccountOnlyWhatIsItsOwn() {
        for (String key : List.of(ourKey, theirKey, ourKey, theirKey)) {
            String hold = ask(key, newId()).getAdmitted().getHoldId();
            test.gate().settle(Calls.settle(hold, 10, 10).build());
            ask(key, newId());
        }
        for (Account account : List.of(ours, theirs)) {
            String id = IdKind.ACCOUNT.format(account.id());
            assertEquals(new TreeSet<>(List.of(id)), new TreeSet<>(ownersListedFor(id)), id);
            assertEquals(3, entriesOf(id), "a grant and two charges");
            assertEquals(2, holdsOf(id));
        }
    }

    private static String newId() {
        return RequestId.next(System.currentTimeMillis()).toString();
    }

    private List<String> ownersListedFor(String account) {
        var keys =
                io.weighbridge.proto.v1.KeysGrpc.newBlockingStub(test.channel())
                        .listKeys(ListKeysRequest.newBuilder().setAccount(account).build());
        var records =
                UsageGrpc.newBlockingStub(test.channel())
                        .listRecords(ListRecordsRequest.newBuilder().setAccount(account).build());
        var grants =
                accounts().listGrants(ListGrantsRequest.newBuilder().setAccount(account).build());
        assertEquals(1, keys.getKeysCount());
        assertEquals(2, records.getRecordsCount());
        assertEquals(1, grants.getGrantsCount());
        return Stream.of(
                        keys.getKeysList().stream().map(each -> each.getAccount()),
                        records.getRecordsList().stream().map(each -> each.getAccount()),
                        grants.getGrantsList().stream().map(each -> each.getAccount()))
                .flatMap(owners -> owners)
                .toList();
    }

    private AccountsGrpc.AccountsBlockingStub accounts() {
        return AccountsGrpc.newBlockingStub(test.channel());
    }

    private int entriesOf(String account) {
        return accounts()
                .getStatement(GetStatementRequest.newBuilder().setAccount(account).build())
                .getEntriesCount();
    }

    private int holdsOf(String account) {
        return accounts()
                .listHolds(ListHoldsRequest.newBuilder().setAccount(account).build())
                .getHoldsCount();
    }
}
